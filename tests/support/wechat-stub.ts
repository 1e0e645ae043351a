import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The WeChat stub in a process of its own. */
export interface WechatStub {
  baseUrl: string;
  stop(): Promise<void>;
}

/** Starts the stub on a free port, or on one where it ran before. */
export async function startWechatStub(port = 0): Promise<WechatStub> {
  const child = spawn(process.execPath, [path.resolve(__dirname, '../../scripts/wechat-stub.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PORT: String(port), WECHAT_APPID: 'wx-test', WECHAT_SECRET: 'secret-test' },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listensOn = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(/\d{2,5}/.exec(line)?.[0])));
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
