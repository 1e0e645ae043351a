import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { findMongod, type MongodLog } from './mongod-binary';
import {
  dbPathOf,
  freePort,
  isPortFree,
  pidInLockFile,
  portOfOurMongod,
  spawnMongod,
  stopMongod,
} from './mongod-process';

/*
 * mongodb-memory-server's own runner is used for nothing but the download: it ties mongod to the life of this
 * process through a killer process, takes a new port on every start and cleans its folder, whereas here the
 * database must outlive a killed server and be found again by the next one.
 */

/** What `startEmbeddedMongo` needs. */
export interface EmbeddedMongoOptions {
  /** Holds `mongo/` (the files), `mongo.json` (port, pid) and `logs/mongod.log`. */
  dataDir: string;
  log: MongodLog;
  /** WiredTiger's cache in GB, 0.5 unless given. */
  cacheSizeGb?: number;
  /** A port of one's own choice; else the kept one, else a free one. */
  port?: number;
  /** Start mongod again when it ends by itself. */
  supervise?: boolean;
}

/** A running single-node replica set. */
export interface EmbeddedMongo {
  /** Connection string with the database `linkang`. */
  readonly uri: string;
  readonly port: number;
  /** Changes with a restart. */
  readonly pid: number;
  /** Shuts the database down cleanly. */
  stop(): Promise<void>;
  /** Starts it again on the same port after it was killed, or stops and starts it. */
  restart(): Promise<void>;
}

interface KeptState {
  port?: number;
  pid?: number;
}

const REPLICA_SET = 'linkang';
const DATABASE = 'linkang';
/** Usually half a second; when the kept port was taken, mongod first asks the stranger there for some 20 s. */
const PRIMARY_MS = 60_000;
const NOT_INITIALIZED = 94;

const statePathOf = (dataDir: string): string => path.join(dataDir, 'mongo.json');

function readState(dataDir: string): KeptState {
  try {
    const kept = JSON.parse(readFileSync(statePathOf(dataDir), 'utf8')) as KeptState;
    return {
      ...(Number.isInteger(kept.port) && { port: kept.port }),
      ...(Number.isInteger(kept.pid) && { pid: kept.pid }),
    };
  } catch {
    // Missing, or cut short by a crash: the lock file and a new port serve as well.
    return {};
  }
}

function writeState(dataDir: string, state: KeptState): void {
  const half = `${statePathOf(dataDir)}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(state)}\n`);
  renameSync(half, statePathOf(dataDir));
}

const isNumberedError = (error: unknown): error is { code: number } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number';

const uriOf = (port: number): string => `mongodb://127.0.0.1:${port}/${DATABASE}?replicaSet=${REPLICA_SET}`;

/** The database that a running server has on its data folder; undefined where there is none. */
export function embeddedUri(dataDir: string): string | undefined {
  const { port, pid } = readState(dataDir);
  return port !== undefined && pid !== undefined && portOfOurMongod(pid, dataDir) === port ? uriOf(port) : undefined;
}

/** Runs work on a direct connection, which also reaches a node that is no member of its set yet. */
async function withNode<T>(port: number, timeoutMs: number, work: (admin: mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    // Given here, the driver does not load it by a dynamic import, which test runners refuse.
    runtimeAdapters: { os },
  });
  try {
    return await work(client.db('admin'));
  } finally {
    await client.close(true).catch(() => undefined);
  }
}

const answers = (port: number): Promise<boolean> =>
  withNode(port, 3000, (admin) => admin.command({ ping: 1 })).then(
    () => true,
    () => false,
  );

interface SetConfig {
  version: number;
  members: { host: string }[];
}

/** Makes the node the only member of its set under its present port. */
async function ensureMember(admin: mongo.Db, port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  let config: SetConfig;
  try {
    config = ((await admin.command({ replSetGetConfig: 1 })) as { config: SetConfig }).config;
  } catch (error) {
    if (!isNumberedError(error) || error.code !== NOT_INITIALIZED) throw error;
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
    return;
  }
  if (config.members.length === 1 && config.members[0]?.host === host) return;
  // The kept port was taken, so the set knows its node under an address that is no longer right.
  const members = [{ _id: 0, host }];
  await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
}

async function waitForPrimary(port: number): Promise<void> {
  const deadline = Date.now() + PRIMARY_MS;
  await withNode(port, PRIMARY_MS, async (admin) => {
    let problem: unknown;
    while (Date.now() < deadline) {
      try {
        await ensureMember(admin, port);
        if ((await admin.command({ hello: 1 })).isWritablePrimary === true) return;
      } catch (error) {
        // While it loads its configuration the node refuses for a moment; the next round asks again.
        problem = error;
      }
      await sleep(50);
    }
    throw new Error(`mongod on port ${port} did not become primary within ${PRIMARY_MS / 1000} s`, { cause: problem });
  });
}

/** A mongod left over by a killed server: its pid when it answers; otherwise it is stopped. */
async function adoptLeftover(
  dataDir: string,
  kept: KeptState,
  log: MongodLog,
): Promise<{ pid: number; port: number } | null> {
  for (const pid of new Set([kept.pid, pidInLockFile(dataDir)])) {
    const port = pid ? portOfOurMongod(pid, dataDir) : null;
    if (!pid || port === null) continue;
    if (await answers(port)) {
      log.info(`接管仍在运行的数据库（pid ${pid}，端口 ${port}）`);
      return { pid, port };
    }
    log.warn(`上次留下的数据库没有响应（pid ${pid}），先停止再启动`);
    await stopMongod(pid, dataDir);
  }
  return null;
}

async function startFresh(options: EmbeddedMongoOptions, binary: string): Promise<{ pid: number; port: number }> {
  const { dataDir, log } = options;
  const wanted = options.port ?? readState(dataDir).port;
  let port = wanted ?? (await freePort());
  for (let attempt = 1; ; attempt += 1) {
    if (!(await isPortFree(port))) {
      if (options.port !== undefined) throw new Error(`端口 ${port} 已被其他程序占用`);
      log.warn(`端口 ${port} 已被其他程序占用，数据库改用新的端口`);
      port = await freePort();
    }
    try {
      const { cacheSizeGb = 0.5 } = options;
      const pid = await spawnMongod({ binary, dataDir, port, replicaSet: REPLICA_SET, cacheSizeGb });
      writeState(dataDir, { port, pid });
      return { pid, port };
    } catch (error) {
      // Somebody may have taken the port between the look and the start.
      if (attempt >= 3 || (await isPortFree(port))) throw error;
    }
  }
}

async function startOrAdopt(options: EmbeddedMongoOptions): Promise<{ pid: number; port: number }> {
  const { dataDir, log } = options;
  const adopted = await adoptLeftover(dataDir, readState(dataDir), log);
  const node = adopted ?? (await startFresh(options, await findMongod({ dataDir, log })));
  if (adopted) writeState(dataDir, node);
  await waitForPrimary(node.port);
  return node;
}

/**
 * Starts a real mongod as a single-node replica set with its files in `dataDir/mongo`, or takes over the one that a
 * killed server left behind, and waits until it can be written.
 * @throws Error when no mongod can be found or started
 */
export async function startEmbeddedMongo(given: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const options = { ...given, dataDir: path.resolve(given.dataDir) };
  const { dataDir, log } = options;
  mkdirSync(dbPathOf(dataDir), { recursive: true });
  let node = await startOrAdopt(options);
  const { port } = node;
  let stopping = false;
  /** One start at a time, whoever asks. */
  let starting: Promise<void> | null = null;

  const startAgain = (): Promise<void> => {
    starting ??= startOrAdopt({ ...options, port })
      .then((next) => void (node = next))
      .finally(() => (starting = null));
    return starting;
  };
  const watch = setInterval(() => {
    if (stopping || starting || portOfOurMongod(node.pid, dataDir) !== null) return;
    log.warn('数据库意外停止，正在重新启动');
    startAgain().catch((error: unknown) => log.warn(`数据库没有启动：${String(error)}`));
  }, 1000).unref();
  if (!options.supervise) clearInterval(watch);

  return {
    uri: uriOf(port),
    port,
    get pid() {
      return node.pid;
    },
    async stop() {
      stopping = true;
      clearInterval(watch);
      await starting?.catch(() => undefined);
      await stopMongod(node.pid, dataDir);
      writeState(dataDir, { port });
    },
    async restart() {
      await starting?.catch(() => undefined);
      await stopMongod(node.pid, dataDir);
      await startAgain();
    },
  };
}
