import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { findMongod } from '@linkang/server/platform/mongod-binary';
import { mongo } from 'mongoose';
import { eventually } from './poll';
import { freePort } from './process-server';

/** A mongod whose files hold every value as it is: nothing is compressed, no index leaves out what its neighbour has. */
export interface RawMongod {
  uri: string;
  client: mongo.MongoClient;
  /** Writes everything to the files, and says which of some texts stand in any of them, with the file. */
  grep(texts: readonly string[]): Promise<string[]>;
  stop(): Promise<void>;
}

const SET = 'raw';

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else if (statSync(file).size > 0) yield file;
  }
}

/** Starts it on a fresh folder. */
export async function startRawMongod(): Promise<RawMongod> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'linkang-raw-'));
  const dbPath = path.join(dataDir, 'db');
  mkdirSync(dbPath);
  const log = { info: () => undefined, warn: (text: string) => console.warn(text) };
  const port = await freePort();
  const child = spawn(
    await findMongod({ dataDir, log }),
    [
      ...['--dbpath', dbPath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--replSet', SET],
      ...['--wiredTigerCollectionBlockCompressor', 'none', '--wiredTigerJournalCompressor', 'none'],
      ...['--wiredTigerIndexPrefixCompression', 'false', '--wiredTigerCacheSizeGB', '0.25'],
      ...['--oplogSize', '256', '--setParameter', 'ttlMonitorEnabled=false'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ...['--logpath', path.join(dataDir, 'mongod.log')],
    ],
    { stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const direct = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    runtimeAdapters: { os },
    serverSelectionTimeoutMS: 60_000,
  });
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  await direct.db('admin').command({ replSetInitiate: { _id: SET, members } });
  await eventually(
    'it is primary',
    async () => (await direct.db('admin').command({ hello: 1 })).isWritablePrimary as boolean,
    {
      withinMs: 60_000,
    },
  );
  return {
    uri: `mongodb://127.0.0.1:${port}/linkang?replicaSet=${SET}`,
    client: direct,
    async grep(texts) {
      await direct.db('admin').command({ fsync: 1 });
      const needles = texts.map((text) => ({ text, bytes: Buffer.from(text) }));
      const found: string[] = [];
      for (const file of filesIn(dbPath)) {
        const bytes = readFileSync(file);
        for (const needle of needles)
          if (bytes.includes(needle.bytes)) found.push(`${needle.text} in ${path.relative(dbPath, file)}`);
      }
      return found;
    },
    async stop() {
      await direct.close();
      child.kill('SIGKILL');
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
