import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp, type Readiness } from './app';
import { rollDemo, seedDemo } from './demo/seed';
import { modules } from './modules';
import { hasDemoStaff } from './modules/staff';
import { openDeps, say, type Undo } from './opening';
import { ConfigError } from './platform/config';
import { checkOwed } from './platform/content-check';
import { DataDirBusyError, lockDataDir } from './platform/data-dir';
import type { Deps } from './platform/deps';
import { EnvError, loadEnv, type Env } from './platform/env';
import { expireIdempotency } from './platform/idempotency';
import { startJobs } from './platform/jobs';
import { makeLog } from './platform/logger';

/** How long running requests may take to end after SIGTERM, in milliseconds. */
const DRAIN_MS = 7000;
/** For so long `/readyz` says no before the port is closed, so that a proxy in front sends nobody any more. */
const NOT_READY_MS = 500;

/** A refusal to start that the operator can mend; only its text is shown. */
class StartError extends Error {}

/** Who sends a byte a second is cut off; Node looks for such connections every so often only. */
const timesOf = ({ requestTimeoutMs }: Env) => ({
  requestTimeout: requestTimeoutMs,
  headersTimeout: Math.min(15_000, requestTimeoutMs),
  connectionsCheckingInterval: Math.min(5000, requestTimeoutMs),
  // Longer than a proxy in front keeps them open, so that it never writes into a closing connection.
  keepAliveTimeout: 75_000,
});

/**
 * When nobody reads any more what the server says. Unheard, the error would end the process without its database; a
 * start that is under way finishes first.
 */
const outputGone = new Promise<void>((resolve) => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => resolve());
});

function listen(server: Server, env: Env): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`端口 ${env.port} 已被占用。请先停止占用它的程序，或用 PORT 指定另一个端口。`)
          : error,
      ),
    );
    server.listen(env.port, env.host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Outside production the demo is kept alive; in production its accounts must not exist. */
async function prepareDemo(deps: Deps): Promise<void> {
  if (deps.env.mode === 'production') {
    if (await hasDemoStaff()) throw new StartError('数据库里有演示账号，生产环境不能启动。请使用新的数据库。');
    return;
  }
  if (!deps.env.demo) return;
  if (await seedDemo(deps)) say('空数据库：已写入演示数据');
  await rollDemo(deps);
}

const jobsOf = (deps: Deps) => [
  ...modules.flatMap((module) => module.jobs?.(deps, modules) ?? []),
  { name: 'expireIdempotency', pattern: '0 20 * * * *', leaseMs: 600_000, run: () => expireIdempotency(deps) },
  { name: 'checkContents', pattern: '*/10 * * * * *', leaseMs: 20_000, run: () => checkOwed(deps) },
];

function announce(env: Env, port: number): void {
  const url = `http://${env.host}:${port}`;
  say(`\n邻康已启动：${url}\n  居民端 ${url}/    工作台 ${url}/console    接口 ${url}/api/v1`);
  if (env.demo)
    say('  这是演示环境，请勿填写真实信息。工作人员账号 director、doctor、nurse、desk、editor、admin（密码见 README）');
  say('  按 Ctrl-C 停止\n');
}

/** Ends what runs: readiness first, then requests, jobs, and everything that start opened, in reverse. */
async function shutDown(server: Server, readiness: Readiness, stopJobs: Undo, undo: Undo[]): Promise<void> {
  readiness.ready = false;
  await sleep(NOT_READY_MS);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const drained = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(drained);
  await stopJobs();
  for (const step of undo.reverse()) await step();
}

async function runServer(env: Env, undo: Undo[]): Promise<void> {
  const production = env.mode === 'production';
  // The lock first: a log that is being opened would complain when the start is refused.
  if (!production) undo.push(lockDataDir(env.dataDir));
  const log = makeLog(production ? {} : { file: path.join(env.dataDir, 'logs', 'server.log') });
  const readiness: Readiness = { ready: false };
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '2', 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('正在启动，请稍候');
  };
  // The port is taken before the slow steps, so that a second start fails at once and health checks get an answer.
  const server = createServer(timesOf(env), (request, response) => answer(request, response));
  const port = await listen(server, env);
  undo.push(() => server.closeAllConnections());

  // With the port as it came to be: 0 leaves the choice to the machine.
  const deps = await openDeps({ ...env, port }, log, undo);
  await prepareDemo(deps);
  const root = path.resolve(__dirname, '../../..');
  const frontEnds = { h5: path.join(root, 'miniapp/dist/h5'), console: path.join(root, 'console/dist') };
  const app = createApp(deps, modules, frontEnds, readiness).callback();
  answer = (request, response) => {
    // A client that asks without a pause would hold its connection, and so the end, until it is cut off.
    if (!readiness.ready) response.setHeader('Connection', 'close');
    void app(request, response);
  };
  const jobs = startJobs(deps, jobsOf(deps));
  readiness.ready = true;
  announce(env, port);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('正在停止…');
    shutDown(server, readiness, () => jobs.stop(), undo).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`停止时出错：${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  void outputGone.then(stop);
}

async function main(): Promise<void> {
  const undo: Undo[] = [];
  try {
    await runServer(loadEnv(process.env), undo);
  } catch (error) {
    const known = [EnvError, ConfigError, DataDirBusyError, StartError].some((kind) => error instanceof kind);
    process.stderr.write(
      `${known ? (error as Error).message : `启动失败：${error instanceof Error ? error.stack : String(error)}`}\n`,
    );
    for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined);
    process.exit(1);
  }
}

void main();
