import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const READY_MS = 15_000;

/** A running stand-in for a service of others. */
export interface DemoStub {
  baseUrl: string;
  stop(): Promise<void>;
}

/** A stub's file, looked for upwards: this module runs from `server/src` in tests and from `server/dist/src` else. */
function findScript(name: string): string {
  const script = path.join('scripts', `${name}.mjs`);
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const file = path.join(dir, script);
    if (existsSync(file)) return file;
    if (dir === path.dirname(dir)) throw new Error(`${script} is missing above ${__dirname}`);
  }
}

/**
 * Starts a stub in a process of its own on a free port. It ends with this process, also after kill -9,
 * because it watches the pipe that is its standard input.
 * @param name of the script, and of its log in the data folder
 * @param settings what its environment holds besides
 * @throws Error when it does not come up
 */
export async function startDemoStub(
  name: string,
  dataDir: string,
  settings: Record<string, string>,
): Promise<DemoStub> {
  const logs = path.join(path.resolve(dataDir), 'logs');
  mkdirSync(logs, { recursive: true });
  const errors = openSync(path.join(logs, `${name}.log`), 'a');
  const { PORT: _, ...env } = process.env;
  const child = spawn(process.execPath, [findScript(name)], {
    stdio: ['pipe', 'pipe', errors],
    env: { ...env, ...settings },
  });
  closeSync(errors);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error(`the ${name} has no pipes`);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the ${name} did not come up`)), READY_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`the ${name} ended (${code ?? 'signal'})`))));
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
