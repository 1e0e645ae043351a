import os from 'node:os';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { mongo } from 'mongoose';
import { endLeftovers, freePort, launchServer, makeDataDir, readMongo } from './process-server';
import type { LaunchOptions, ServerProcess } from './process-server';

/** Two built servers on one database, each a process of its own. */
export interface ProcessPair {
  /** Of the first server: the secrets that both share and, unless a database is named, the database of both. */
  dataDir: string;
  /** The two of now; a restart puts another one in a place. */
  servers: ServerProcess[];
  /** The address for the next request: one and the other in turn, whether it runs or not. */
  next(): string;
  /** Starts one of them, again, and waits until it is ready. */
  start(index: 0 | 1, more?: Partial<LaunchOptions>): Promise<void>;
  /** Looks into the database past the servers. */
  withDatabase<T>(work: (db: mongo.Db) => Promise<T>): Promise<T>;
  /** Ends all of it, whatever state it is in. */
  end(): Promise<void>;
}

/**
 * Starts them.
 * @param env what both are told; with `MONGODB_URI` they use that database
 */
export async function startPair(env: Record<string, string> = {}): Promise<ProcessPair> {
  const folders = [makeDataDir(), makeDataDir()];
  const [first, second] = folders.map(({ dataDir }) => dataDir) as [string, string];
  const ports = [await freePort(), await freePort()];
  const servers: ServerProcess[] = [];
  const uri = (): string =>
    env.MONGODB_URI ?? `mongodb://127.0.0.1:${readMongo(first).port}/linkang?replicaSet=linkang`;
  const optionsOf = (index: 0 | 1): LaunchOptions => {
    if (index === 0) return { dataDir: first, port: ports[0] as number, env };
    const { tokenSecret, dataKeys, lookupKey } = loadOrCreateSecrets(first);
    const keys = { TOKEN_SECRET: tokenSecret, DATA_KEYS: dataKeys, LOOKUP_KEY: lookupKey };
    return { dataDir: second, port: ports[1] as number, env: { ...env, ...keys, MONGODB_URI: uri() } };
  };
  let turn = 0;
  const pair: ProcessPair = {
    dataDir: first,
    servers,
    next() {
      turn += 1;
      return (servers[turn % 2] as ServerProcess).baseUrl;
    },
    async start(index, more = {}) {
      servers[index] = launchServer({ ...optionsOf(index), ...more });
      await servers[index].ready();
    },
    async withDatabase(work) {
      const client = new mongo.MongoClient(uri(), { runtimeAdapters: { os } });
      try {
        return await work(client.db());
      } finally {
        await client.close();
      }
    },
    async end() {
      for (const server of servers) server.signal('SIGKILL');
      await Promise.all(servers.map((server) => server.exited));
      await endLeftovers(first);
      for (const folder of folders) folder.remove();
    },
  };
  await pair.start(0);
  await pair.start(1);
  return pair;
}
