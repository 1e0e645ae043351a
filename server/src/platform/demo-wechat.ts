import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const READY_MS = 15_000;
const SCRIPT = path.join('scripts', 'wechat-stub.mjs');

/** A running stand-in for WeChat. */
export interface DemoWechat {
  /** What `WECHAT_BASE_URL` would name. */
  baseUrl: string;
  stop(): Promise<void>;
}

/** The stub's file, looked for upwards: this module runs from `server/src` in tests and from `server/dist/src` else. */
function findScript(): string {
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const file = path.join(dir, SCRIPT);
    if (existsSync(file)) return file;
    if (dir === path.dirname(dir)) throw new Error(`${SCRIPT} is missing above ${__dirname}`);
  }
}

/**
 * Starts the WeChat stub in a process of its own on a free port. It ends with this process, also after kill -9,
 * because it watches the pipe that is its standard input.
 * @throws Error when it does not come up
 */
export async function startDemoWechat(options: {
  dataDir: string;
  appId: string;
  secret: string;
}): Promise<DemoWechat> {
  const logs = path.join(path.resolve(options.dataDir), 'logs');
  mkdirSync(logs, { recursive: true });
  const errors = openSync(path.join(logs, 'wechat-stub.log'), 'a');
  const { PORT: _, ...env } = process.env;
  const child = spawn(process.execPath, [findScript()], {
    stdio: ['pipe', 'pipe', errors],
    env: { ...env, WECHAT_APPID: options.appId, WECHAT_SECRET: options.secret },
  });
  closeSync(errors);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('the WeChat stub has no pipes');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the WeChat stub did not come up')), READY_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`the WeChat stub ended (${code ?? 'signal'})`))));
    createInterface({ input: stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string; port: number };
      if (said.event === 'listening') settle(() => resolve(said.port));
    });
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  // Neither the process nor its pipes keep ours alive: `stop` is for a clean end, not a condition of it.
  child.unref();
  for (const pipe of [stdin, stdout] as { unref?: () => void }[]) pipe.unref?.();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async stop() {
      child.ref();
      stdin.end();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
