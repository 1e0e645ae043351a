import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How one mongod is started. */
export interface MongodOptions {
  binary: string;
  dataDir: string;
  port: number;
  replicaSet: string;
  cacheSizeGb: number;
}

/** Where the database's files lie. */
export const dbPathOf = (dataDir: string): string => path.join(path.resolve(dataDir), 'mongo');
/** Where mongod writes its own log. */
export const logPathOf = (dataDir: string): string => path.join(path.resolve(dataDir), 'logs', 'mongod.log');

/** The command line of a living process as words; empty for a dead one, a zombie, or another system's. */
function commandLineOf(pid: number): string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    const text = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return text.trim().split(/\s+/);
  } catch {
    return [];
  }
}

/**
 * Port of the mongod with this pid when it works on our files, else null. The command line decides: a pid alone
 * may have passed to another program.
 */
export function portOfOurMongod(pid: number, dataDir: string): number | null {
  const words = commandLineOf(pid);
  if (words[words.indexOf('--dbpath') + 1] !== dbPathOf(dataDir)) return null;
  const port = Number(words[words.indexOf('--port') + 1]);
  return words.includes('--port') && Number.isInteger(port) ? port : null;
}

/** The pid that mongod itself noted beside its files, if any. */
export function pidInLockFile(dataDir: string): number | null {
  try {
    return Number(readFileSync(path.join(dbPathOf(dataDir), 'mongod.lock'), 'utf8').trim()) || null;
  } catch {
    return null;
  }
}

/** Whether nobody listens on a local port. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** A local port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (ok: boolean): void => {
      socket.destroy();
      resolve(ok);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });

/** The end of mongod's log, for a message about why it did not start. */
export function logTailOf(dataDir: string, lines = 8): string {
  try {
    return readFileSync(logPathOf(dataDir), 'utf8').trim().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/**
 * Starts mongod and waits until it takes connections. It is detached and keeps its output out of our pipes, so that
 * it outlives a killed server and the next one can take it over.
 * @throws Error with the end of its log when it stops or stays silent
 */
export async function spawnMongod(options: MongodOptions): Promise<number> {
  const { binary, dataDir, port } = options;
  mkdirSync(dbPathOf(dataDir), { recursive: true });
  mkdirSync(path.dirname(logPathOf(dataDir)), { recursive: true });
  const output = openSync(logPathOf(dataDir), 'a');
  const args = [
    ...['--dbpath', dbPathOf(dataDir), '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...['--replSet', options.replicaSet, '--oplogSize', '512'],
    ...['--wiredTigerCacheSizeGB', String(options.cacheSizeGb)],
    ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    // A replica set of one has nobody to hand over to: without this a stop takes 15 s.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ...['--logpath', logPathOf(dataDir), '--logappend'],
  ];
  const child = spawn(binary, args, { detached: true, stdio: ['ignore', output, output], cwd: path.resolve(dataDir) });
  closeSync(output);
  child.unref();
  let ended: string | null = null;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
  const deadline = Date.now() + 60_000;
  while (ended === null && Date.now() < deadline) {
    if (await accepts(port)) return child.pid as number;
    await sleep(50);
  }
  if (child.pid !== undefined && ended === null) await stopMongod(child.pid, dataDir);
  throw new Error(`mongod did not start (${ended ?? 'no answer within 60 s'}):\n${logTailOf(dataDir)}`);
}

/** How long a port is waited for that an ended mongod had, in milliseconds. */
const PORT_MS = 5_000;

/**
 * Stops our mongod: asks, waits up to 10 s, then kills; returns when its port is free too, which comes a moment
 * after the process has lost its name. A pid that is not ours (any more) is left alone.
 */
export async function stopMongod(pid: number, dataDir: string): Promise<void> {
  const port = portOfOurMongod(pid, dataDir);
  if (port === null) return;
  for (const [signal, waitMs] of [['SIGTERM', 10_000] as const, ['SIGKILL', 5_000] as const]) {
    if (portOfOurMongod(pid, dataDir) === null) break;
    process.kill(pid, signal);
    const deadline = Date.now() + waitMs;
    while (portOfOurMongod(pid, dataDir) !== null && Date.now() < deadline) await sleep(30);
  }
  const deadline = Date.now() + PORT_MS;
  while (!(await isPortFree(port)) && Date.now() < deadline) await sleep(30);
}
