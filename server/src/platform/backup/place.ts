import os from 'node:os';
import { mongo } from 'mongoose';
import { DataDirBusyError, lockDataDir } from '../data-dir';
import { embeddedUri, startEmbeddedMongo } from '../embedded-mongo';
import type { Env } from '../env';
import { BackupError } from './archive';

/** A connection of its own to the centre's database: no models, and no change of its form. */
export interface Place {
  client: mongo.MongoClient;
  db: mongo.Db;
  close(): Promise<void>;
}

/** Takes the embedded database, also that of a running server where this is allowed. */
async function openEmbedded(dataDir: string, beside: boolean): Promise<{ uri: string; release(): Promise<void> }> {
  let unlock: () => void;
  try {
    unlock = lockDataDir(dataDir);
  } catch (error) {
    const uri = embeddedUri(dataDir);
    if (!beside || !uri || !(error instanceof DataDirBusyError)) throw error;
    return { uri, release: () => Promise.resolve() };
  }
  const silent = { info: () => undefined, warn: () => undefined };
  const embedded = await startEmbeddedMongo({ dataDir, log: silent });
  return {
    uri: embedded.uri,
    async release() {
      await embedded.stop();
      unlock();
    },
  };
}

/**
 * Opens the database for a backup or a restoration.
 * @param beside whether a server may be running on the embedded database
 */
export async function openPlace(env: Env, beside: boolean): Promise<Place> {
  const { uri, release } = env.mongodbUri
    ? { uri: env.mongodbUri, release: () => Promise.resolve() }
    : await openEmbedded(env.dataDir, beside);
  const client = new mongo.MongoClient(uri, {
    serverSelectionTimeoutMS: 5000,
    writeConcern: { w: 'majority' },
    appName: 'linkang-backup',
    // Given here, the driver does not load it by a dynamic import, which test runners refuse.
    runtimeAdapters: { os },
  });
  const close = async (): Promise<void> => {
    await client.close();
    await release();
  };
  try {
    await client.connect();
  } catch (error) {
    await close();
    throw error;
  }
  return { client, db: client.db(), close };
}

/** @throws BackupError when the environment has no backup key */
export function backupKeyOf(env: Env): string {
  if (env.backupKey) return env.backupKey;
  throw new BackupError('请设置环境变量 BACKUP_KEY（至少 32 个字符，如 openssl rand -base64 32），并与备份分开保管。');
}
