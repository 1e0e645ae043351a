import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** An expected failure: its message says all, no stack needed. */
export class Failure extends Error {}

const TICK_MS = process.stdout.isTTY ? 1000 : 10_000;

/** The steps of a task, counted: `[2/5] 构建服务端 … 12 s`. */
export class Steps {
  #done = 0;
  #total;
  constructor(total) {
    this.#total = total;
  }

  /** Runs one step; `work` may return a word for the end of its line. */
  async run(title, work) {
    this.#done += 1;
    const label = `[${this.#done}/${this.#total}] ${title}`;
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const tick = setInterval(() => write(`${label} … ${seconds()} s`), TICK_MS);
    const write = (text) => (process.stdout.isTTY ? process.stdout.write(`\r\x1b[K${text}`) : console.log(text));
    try {
      const note = await work();
      write(`${label} … ${note ?? `${seconds()} s`}`);
    } catch (error) {
      write(`${label} … 失败`);
      throw error;
    } finally {
      clearInterval(tick);
      if (process.stdout.isTTY) process.stdout.write('\n');
    }
  }
}

/** The last lines of a file, without the colours and redrawn lines of progress bars. */
export function tailOf(file, lines = 40) {
  if (!existsSync(file)) return '';
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  const text = readFileSync(file, 'utf8').replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
  const shown = text.split('\n').map((line) => line.split('\r').at(-1) ?? '');
  return shown.filter(Boolean).slice(-lines).join('\n');
}

/** Runs a program with its output in `.data/logs/<name>.log`; fails with the end of that log. */
export async function runLogged(name, command, args, options = {}) {
  const file = path.join(root, '.data', 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  const output = openSync(file, 'w');
  const code = await exitCodeOf(command, args, { ...options, stdio: ['ignore', output, output] });
  closeSync(output);
  if (code !== 0)
    throw new Failure(`${tailOf(file)}\n\n${name} 失败（${code}），完整输出见 ${path.relative(root, file)}`);
}

/** Exit code of a program run at the root, with our input and output unless told otherwise. */
export function exitCodeOf(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    // Ctrl-C reaches the whole group by itself; a plain signal to us only has to be handed on.
    const hand = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on('SIGTERM', hand).on('SIGINT', ignore);
    const settle = (result) => {
      process.off('SIGTERM', hand).off('SIGINT', ignore);
      resolve(result);
    };
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, signal) => settle(code ?? signal));
  });
}

/** File of a program that a package installed, for the given workspace. */
export function binOf(name, workspace = '.') {
  for (let dir = path.join(root, workspace); ; dir = path.dirname(dir)) {
    const link = path.join(dir, 'node_modules', '.bin', name);
    if (existsSync(link)) return realpathSync(link);
    if (dir === root || dir === path.dirname(dir)) throw new Failure(`没有安装 ${name}，请删除 node_modules 后重试`);
  }
}
