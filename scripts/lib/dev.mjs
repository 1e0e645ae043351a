import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { binOf, root, Steps } from './say.mjs';

const STOP_MS = 12_000;

/**
 * The server with watchers: tsc rebuilds it and Node restarts it (the database stays up meanwhile and is taken
 * over), vite serves the console with live reload, Taro rebuilds the H5 pages.
 */
export async function dev() {
  const steps = new Steps(4);
  await steps.run('安装依赖', install);
  await build(steps, ['server', 'console', 'h5']);
  const inDir = (dir) => ({ cwd: path.join(root, dir), stdio: ['ignore', 'inherit', 'inherit'] });
  const node = (args, dir = '.') => spawn(process.execPath, args, inDir(dir));
  const children = [
    node([binOf('tsc'), '-b', 'server', '--watch', '--preserveWatchOutput']),
    node(['--watch', '--watch-preserve-output', 'server/dist/src/main.js']),
    node([binOf('vite', 'console'), '--clearScreen', 'false'], 'console'),
    node([binOf('taro', 'miniapp'), 'build', '--type', 'h5', '--watch', '--no-check'], 'miniapp'),
  ];
  const stop = () => {
    for (const child of children) child.kill('SIGTERM');
    setTimeout(() => children.forEach((child) => child.kill('SIGKILL')), STOP_MS).unref();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
