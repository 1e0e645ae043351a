import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { mongo } from 'mongoose';
import { BackupError, OpenArchive } from './archive';
import { collectionNames, STAGING } from './dump';
import {
  decodeDocument,
  decodeRecords,
  encodeDocument,
  exactReading,
  Tally,
  type ArchiveRecord,
  type CollectionFacts,
  type CollectionHead,
  type ExactDocument,
  type Manifest,
} from './records';

const BATCH_BYTES = 4 << 20;
const BATCH_ROWS = 1000;

/** An archive's file and the key that opens it. */
export interface Archive {
  file: string;
  backupKey: string;
}

/** Reads an archive from its beginning; nothing altered is ever passed on. @throws BackupError */
async function readArchive<T>(
  { file, backupKey }: Archive,
  use: (records: AsyncGenerator<ArchiveRecord>) => Promise<T>,
): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await pipeline(
      createReadStream(file),
      new OpenArchive(backupKey),
      createGunzip(),
      async (stream: AsyncIterable<Buffer>): Promise<void> => {
        result = { value: await use(decodeRecords(stream)) };
      },
    );
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw new BackupError(`找不到备份文件 ${file}`);
    throw error;
  }
  return (result as { value: T }).value;
}

const sameFacts = (a: readonly CollectionFacts[], b: readonly CollectionFacts[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Reads a whole archive and counts and hashes what is in it, touching no database. @throws BackupError */
export const verifyBackup = (archive: Archive): Promise<Manifest> =>
  readArchive(archive, async (records) => {
    const found: CollectionFacts[] = [];
    let current: { name: string; tally: Tally } | undefined;
    let manifest: Manifest | undefined;
    const close = (): void => {
      if (current) found.push(current.tally.facts(current.name));
    };
    for await (const record of records) {
      if (record.kind === 'document') {
        current?.tally.add(record.bytes);
        continue;
      }
      close();
      current = record.kind === 'collection' ? { name: record.head.name, tally: new Tally() } : undefined;
      if (record.kind === 'manifest') manifest = record.manifest;
    }
    if (!manifest) throw new BackupError('备份文件不完整：没有清单。');
    const listed = manifest.collections.map(({ name, count, sha256 }) => ({ name, count: Number(count), sha256 }));
    if (!sameFacts(found, listed)) throw new BackupError('备份的内容与清单不符。');
    return { ...manifest, collections: listed };
  });

/** Counts and hashes a collection that is there. */
async function factsOf(db: mongo.Db, name: string, stored: string): Promise<CollectionFacts> {
  const tally = new Tally();
  for await (const document of db.collection<ExactDocument>(stored).find({}, exactReading).sort({ _id: 1 }))
    tally.add(encodeDocument(document));
  return tally.facts(name);
}

/** Fills the collections beside the living ones. @returns their form */
async function fillStaging(db: mongo.Db, records: AsyncIterable<ArchiveRecord>): Promise<CollectionHead[]> {
  const heads: CollectionHead[] = [];
  let target: mongo.Collection<ExactDocument> | undefined;
  let rows: ExactDocument[] = [];
  let bytesHeld = 0;
  const flush = async (): Promise<void> => {
    if (target && rows.length) await target.insertMany(rows, { ignoreUndefined: false, ordered: false });
    rows = [];
    bytesHeld = 0;
  };
  for await (const record of records) {
    if (record.kind === 'document') {
      rows.push(decodeDocument(record.bytes));
      bytesHeld += record.bytes.length;
      if (rows.length >= BATCH_ROWS || bytesHeld >= BATCH_BYTES) await flush();
      continue;
    }
    await flush();
    if (record.kind === 'manifest') continue;
    heads.push(record.head);
    target = await db.createCollection<ExactDocument>(STAGING + record.head.name, record.head.options);
  }
  await flush();
  return heads;
}

const dropStaging = async (db: mongo.Db): Promise<void> => {
  for (const name of await collectionNames(db)) if (name.startsWith(STAGING)) await db.dropCollection(name);
};

/** Makes a collection's indexes. Only after its documents were compared: some let old documents expire. */
async function makeIndexes(db: mongo.Db, { name, indexes }: CollectionHead): Promise<void> {
  for (const { key, v: _version, ns: _namespace, ...options } of indexes)
    await db.collection(STAGING + name).createIndex(key as mongo.IndexSpecification, options);
}

/** Whether a database holds anything. */
async function holdsAnything(db: mongo.Db): Promise<boolean> {
  for (const name of await collectionNames(db))
    if (!name.startsWith(STAGING) && (await db.collection(name).findOne({}, { projection: { _id: 1 } }))) return true;
  return false;
}

/** The database as the archive shows it, in place of what is there. Each collection changes over in one step. */
async function changeOver(db: mongo.Db, heads: readonly CollectionHead[]): Promise<void> {
  const restored = new Set(heads.map(({ name }) => name));
  for (const { name } of heads) await db.renameCollection(STAGING + name, name, { dropTarget: true });
  for (const name of await collectionNames(db)) if (!restored.has(name)) await db.dropCollection(name);
}

/** @throws BackupError when the archive comes from a newer program than this one */
function assertKnown(manifest: Manifest, knownMigrations: readonly string[]): void {
  const unknown = manifest.migrations.filter((name) => !knownMigrations.includes(name));
  if (unknown.length)
    throw new BackupError(`备份来自更新的版本（${manifest.version}，${unknown.join('、')}），请先升级程序再恢复。`);
}

/**
 * Restores an archive. The whole of it is verified first; then its documents are put beside the living ones and
 * compared, and only then take their place. Until that last step everything is as it was.
 * @param options `replace` allows a database that holds something
 * @throws BackupError
 */
export async function restoreBackup(
  db: mongo.Db,
  archive: Archive,
  options: { replace: boolean; knownMigrations: readonly string[] },
): Promise<Manifest> {
  const manifest = await verifyBackup(archive);
  assertKnown(manifest, options.knownMigrations);
  if (!options.replace && (await holdsAnything(db)))
    throw new BackupError('数据库里已有数据，没有恢复。确实要用备份替换全部数据时，加上 --replace。');
  await dropStaging(db);
  try {
    const heads = await readArchive(archive, (records) => fillStaging(db, records));
    for (const listed of manifest.collections)
      if (!sameFacts([await factsOf(db, listed.name, STAGING + listed.name)], [listed]))
        throw new BackupError(`恢复后的 ${listed.name} 与备份不符，原有数据没有改动。`);
    for (const head of heads) await makeIndexes(db, head);
    await changeOver(db, heads);
  } catch (error) {
    // With the database out of reach the next run takes them away.
    await dropStaging(db).catch(() => undefined);
    throw error;
  }
  return manifest;
}
