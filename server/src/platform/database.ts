import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import type { Clock } from './clock';
import { withLeaseInTurn } from './jobs';
import type { Log } from './logger';

/** More connections than bookings in flight, so that reads never wait behind them. */
const MAX_POOL_SIZE = 80;
const MIGRATION_LEASE_MS = 5000;

/** Connects; every model of the process uses this connection. */
export async function connectDatabase(uri: string): Promise<Connection> {
  mongoose.set('strictQuery', true);
  await mongoose.connect(uri, {
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: MAX_POOL_SIZE,
    serverSelectionTimeoutMS: 5000,
    socketTimeoutMS: 30_000,
    writeConcern: { w: 'majority' },
    readConcern: { level: 'majority' },
    appName: 'linkang',
    // Given here, the driver does not load it by a dynamic import, which test runners refuse.
    runtimeAdapters: { os },
  });
  return mongoose.connection;
}

/** A step that changes the database's form; it must come to the same end when it is run again after a crash. */
export interface Migration {
  up(connection: Connection): Promise<void>;
}

interface MigrationRow {
  _id: string;
  at: Date;
}

/** Built migrations end in .js, and tests run the sources. */
const migrationFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.(js|ts)$/.test(file))
    .sort();

const nameOf = (file: string): string => path.parse(file).name;

const migrationsFolder = path.resolve(__dirname, '../../migrations');

/** Names of all migrations that this program has. */
export const knownMigrations = (): string[] => migrationFiles(migrationsFolder).map(nameOf);

/**
 * Runs the migrations that this database has not seen, in one process at a time; a second process waits.
 * @returns the names of those that ran
 */
export async function migrate(connection: Connection, clock: Clock, log: Log): Promise<string[]> {
  const done = connection.collection<MigrationRow>('migrations');
  const ran: string[] = [];
  const runPending = async (): Promise<void> => {
    for (const file of migrationFiles(migrationsFolder)) {
      const name = nameOf(file);
      if (await done.findOne({ _id: name })) continue;
      log.info({ migration: name }, 'migrating');
      const migration = (await import(path.join(migrationsFolder, file))) as Migration;
      await migration.up(connection);
      await done.updateOne({ _id: name }, { $set: { at: clock.now() } }, { upsert: true });
      ran.push(name);
    }
  };
  await withLeaseInTurn({ connection, clock }, 'migrate', MIGRATION_LEASE_MS, runPending);
  return ran;
}

/** Whether this database has seen every migration. */
export async function isMigrated(connection: Connection): Promise<boolean> {
  const count = await connection.collection<MigrationRow>('migrations').countDocuments();
  return count >= migrationFiles(migrationsFolder).length;
}
