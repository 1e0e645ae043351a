import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A stand-in for a service of others, in a process of its own. */
export interface Stub {
  baseUrl: string;
  stop(): Promise<void>;
}

async function startStub(script: string, settings: Record<string, string>, port: number): Promise<Stub> {
  const child = spawn(process.execPath, [path.resolve(__dirname, '../../scripts', script)], {
    // What the gateway of text messages writes of its messages is for the demo's users.
    stdio: ['pipe', 'pipe', script === 'sms-stub.mjs' ? 'ignore' : 'inherit'],
    env: { ...process.env, PORT: String(port), ...settings },
  });
  const { stdout } = child;
  if (!stdout) throw new Error('the stub has no output');
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listensOn = await new Promise<number>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', (line) => resolve(Number(/\d{2,5}/.exec(line)?.[0])));
    child.once('exit', () => reject(new Error('the stub did not start')));
  });
  return {
    baseUrl: `http://127.0.0.1:${listensOn}`,
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** Starts the WeChat stub on a free port, or on one where it ran before. */
export const startWechatStub = (port = 0): Promise<Stub> =>
  startStub(
    'wechat-stub.mjs',
    {
      WECHAT_APPID: 'wx-test',
      WECHAT_SECRET: 'secret-test',
      WECHAT_OFFICIAL_APPID: 'wx-official',
      WECHAT_OFFICIAL_SECRET: 'secret-official',
    },
    port,
  );

/** Starts the gateway of text messages on a free port. */
export const startSmsStub = (): Promise<Stub> => startStub('sms-stub.mjs', { SMS_KEY: 'key-test' }, 0);
