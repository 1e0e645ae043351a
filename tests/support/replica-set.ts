import { mkdtempSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findMongod } from '@linkang/server/platform/mongod-binary';
import { spawnMongod, stopMongod } from '@linkang/server/platform/mongod-process';
import { mongo } from 'mongoose';
import { eventually } from './poll';
import { freePort } from './process-server';

const NAME = 'linkang';

/** Three mongods on this machine that elect one of them. */
export interface ReplicaSet {
  uri: string;
  /** A client that finds the primary; closed with the set. */
  client: mongo.MongoClient;
  /** Makes the primary give up its office. @returns when another one has taken it */
  stepDown(): Promise<void>;
  /** Stops the primary's process for so long, and lets it go on. @returns when another one is the primary */
  standStill(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts three mongods on fresh folders and waits for the first election. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const log = { info: () => undefined, warn: (text: string) => console.warn(text) };
  const folders = [1, 2, 3].map(() => mkdtempSync(path.join(tmpdir(), 'linkang-set-')));
  const binary = await findMongod({ dataDir: folders[0] as string, log });
  const nodes: { dataDir: string; port: number; pid: number }[] = [];
  for (const dataDir of folders) {
    const port = await freePort();
    nodes.push({
      dataDir,
      port,
      pid: await spawnMongod({ binary, dataDir, port, replicaSet: NAME, cacheSizeGb: 0.25 }),
    });
  }
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const direct = new mongo.MongoClient(`mongodb://${hosts[0]}/?directConnection=true`, { runtimeAdapters: { os } });
  const members = hosts.map((host, _id) => ({ _id, host }));
  await direct.db('admin').command({ replSetInitiate: { _id: NAME, members } });
  await direct.close();
  const uri = `mongodb://${hosts.join(',')}/linkang?replicaSet=${NAME}`;
  const client = new mongo.MongoClient(uri, { runtimeAdapters: { os }, serverSelectionTimeoutMS: 30_000 });
  const primary = async (): Promise<string | undefined> => {
    // Asked of one that is not the primary itself: that one may stand still.
    const hello = await client.db('admin').command({ hello: 1 }, { readPreference: 'secondaryPreferred' });
    return hello.primary as string | undefined;
  };
  await eventually('there is a primary', primary, { withinMs: 60_000 });
  const isElected = async (before?: string): Promise<boolean> => {
    const now = await primary().catch(() => undefined);
    return now !== undefined && now !== before;
  };
  return {
    uri,
    client,
    async stepDown() {
      const before = (await primary()) as string;
      // Only this one is asked: whoever follows it may stay.
      const office = new mongo.MongoClient(`mongodb://${before}/?directConnection=true`, { runtimeAdapters: { os } });
      const giveUp = async (): Promise<boolean> => {
        // Refused while no other has caught up or may be elected; the connection may go with the office.
        await office
          .db('admin')
          .command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 })
          .catch(() => undefined);
        return isElected(before);
      };
      try {
        await eventually('another one is the primary', giveUp, { withinMs: 60_000, everyMs: 250 });
      } finally {
        await office.close();
      }
    },
    async standStill(ms) {
      const before = await primary();
      const node = nodes.find(({ port }) => before === `127.0.0.1:${port}`);
      if (!node) throw new Error('no primary to stop');
      process.kill(node.pid, 'SIGSTOP');
      try {
        await sleep(ms);
        await eventually('another one is the primary', () => isElected(before), { withinMs: 60_000 });
      } finally {
        process.kill(node.pid, 'SIGCONT');
      }
    },
    async stop() {
      await client.close();
      await Promise.all(nodes.map(({ pid, dataDir }) => stopMongod(pid, dataDir)));
      for (const dataDir of folders) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
