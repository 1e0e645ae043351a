import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { mongo } from 'mongoose';
import { BackupError, SealArchive } from './archive';
import {
  encodeDocument,
  encodeRecord,
  exactReading,
  Tally,
  type CollectionFacts,
  type CollectionHead,
  type ExactDocument,
  type Manifest,
} from './records';

/** Collections that a restoration fills before it puts them in place. */
export const STAGING = 'restoring.';
/** Small documents go on together. */
const FLUSH_BYTES = 1 << 16;

/** Names of a database's own collections, in order. */
export async function collectionNames(db: mongo.Db): Promise<string[]> {
  const all = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return all
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'))
    .sort();
}

async function headOf(db: mongo.Db, name: string): Promise<CollectionHead> {
  const [info] = await db.listCollections({ name }, { nameOnly: false }).toArray();
  const indexes = await db.collection(name).indexes();
  return {
    name,
    options: { ...(info as { options?: Record<string, unknown> } | undefined)?.options },
    indexes: indexes.filter((index) => index.name !== '_id_') as Record<string, unknown>[],
  };
}

/** Which program makes an archive, and when. */
type MadeBy = Pick<Manifest, 'version' | 'madeAt'>;

/** The documents of a collection as the session sees them, in parts that are worth writing. */
async function* readDocuments(
  collection: mongo.Collection<ExactDocument>,
  session: mongo.ClientSession,
  onDocument: (document: ExactDocument, bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let bytesHeld = 0;
  for await (const document of collection.find({}, { session, ...exactReading }).sort({ _id: 1 })) {
    const bytes = encodeDocument(document);
    onDocument(document, bytes);
    parts.push(...encodeRecord({ kind: 'document', bytes }));
    bytesHeld += bytes.length;
    if (bytesHeld < FLUSH_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytesHeld = 0;
  }
  if (parts.length) yield Buffer.concat(parts);
}

/** All parts of an archive, every document as it was at one instant. */
async function* readRecords(
  client: mongo.MongoClient,
  db: mongo.Db,
  made: MadeBy,
  onManifest: (manifest: Manifest) => void,
): AsyncGenerator<Buffer> {
  const names = (await collectionNames(db)).filter((name) => !name.startsWith(STAGING));
  const heads: CollectionHead[] = [];
  for (const name of names) heads.push(await headOf(db, name));
  const session = client.startSession({ snapshot: true });
  try {
    const collections: CollectionFacts[] = [];
    const migrations: string[] = [];
    for (const head of heads) {
      yield Buffer.concat(encodeRecord({ kind: 'collection', head }));
      const tally = new Tally();
      yield* readDocuments(db.collection<ExactDocument>(head.name), session, (document, bytes) => {
        tally.add(bytes);
        if (head.name === 'migrations') migrations.push(String(document._id));
      });
      collections.push(tally.facts(head.name));
    }
    // The driver keeps the instant of the first read for the later ones; its types do not tell.
    const { snapshotTime } = session as unknown as { snapshotTime?: mongo.Timestamp };
    if (!snapshotTime) throw new BackupError('数据库是空的，没有什么可以备份。');
    const manifest = { ...made, clusterTime: snapshotTime, migrations, collections };
    onManifest(manifest);
    yield Buffer.concat(encodeRecord({ kind: 'manifest', manifest }));
  } finally {
    await session.endSession();
  }
}

/** The database has forgotten the instant that is being read, or has changed a collection's form since. */
const isSnapshotGone = (error: unknown): boolean =>
  ['SnapshotTooOld', 'SnapshotUnavailable'].includes(String((error as { codeName?: unknown }).codeName));

/** Waits until a file has reached the disk. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes an encrypted archive of a whole database as it is at one instant, while others go on writing. The file has
 * its name only once it is whole.
 * @throws BackupError when the database cannot show one instant for as long as it takes
 */
export async function writeBackup(
  client: mongo.MongoClient,
  db: mongo.Db,
  target: { file: string; backupKey: string },
  made: MadeBy,
): Promise<Manifest> {
  const part = `${target.file}.part`;
  let manifest: Manifest | undefined;
  try {
    await pipeline(
      Readable.from(readRecords(client, db, made, (whole) => (manifest = whole))),
      // Pictures and encrypted values do not get smaller; the time counts, as an instant is readable for minutes only.
      createGzip({ level: 1 }),
      new SealArchive(target.backupKey, made.madeAt),
      createWriteStream(part, { mode: 0o600 }),
    );
    await syncFile(part);
    await rename(part, target.file);
  } catch (error) {
    await rm(part, { force: true });
    if (isSnapshotGone(error)) throw new BackupError('备份期间数据库结构有变化，或备份时间过长，请再运行一次。');
    throw error;
  }
  return manifest as Manifest;
}
