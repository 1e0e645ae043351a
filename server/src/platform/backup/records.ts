import { createHash, type Hash } from 'node:crypto';
import { mongo } from 'mongoose';
import { BackupError } from './archive';

const { BSON } = mongo;

/** How a document is decoded and encoded again without changing the type of any number. */
const exactTypes = { promoteValues: false, promoteLongs: false, promoteBuffers: false } as const;

/** How documents are read: of pictures this many at a time are some twelve megabytes. */
export const exactReading = { ...exactTypes, batchSize: 50 } as const;

/** A document with its types as the database keeps them. */
export type ExactDocument = mongo.BSON.Document;

/** A collection's form. */
export interface CollectionHead {
  name: string;
  options: Record<string, unknown>;
  indexes: Record<string, unknown>[];
}

/** A collection as it went into the archive. */
export interface CollectionFacts {
  name: string;
  count: number;
  /** Over all documents in the order of their ids. */
  sha256: string;
}

/** What an archive holds; it stands at the end. */
export interface Manifest {
  /** Of the program. */
  version: string;
  madeAt: Date;
  /** The instant of the database that the archive shows. */
  clusterTime: mongo.Timestamp;
  /** Names of the migrations that the database has seen. */
  migrations: string[];
  collections: CollectionFacts[];
}

/** One part of an archive. */
export type ArchiveRecord =
  | { kind: 'collection'; head: CollectionHead }
  | { kind: 'document'; bytes: Buffer }
  | { kind: 'manifest'; manifest: Manifest };

const kinds = { collection: 1, document: 2, manifest: 3 } as const;

const frame = (kind: keyof typeof kinds, bytes: Uint8Array): Uint8Array[] => [Buffer.of(kinds[kind]), bytes];

/** The bytes of a document as archives hold and count them. */
export const encodeDocument = (document: ExactDocument): Buffer => {
  const { buffer, byteOffset, byteLength } = BSON.serialize(document);
  return Buffer.from(buffer, byteOffset, byteLength);
};

/** A document of an archive. */
export const decodeDocument = (bytes: Uint8Array): ExactDocument => BSON.deserialize(bytes, exactTypes);

/** A part of an archive as bytes, in pieces: pictures are large, and copies of them are memory. */
export function encodeRecord(record: ArchiveRecord): Uint8Array[] {
  if (record.kind === 'document') return frame('document', record.bytes);
  return frame(record.kind, BSON.serialize(record.kind === 'collection' ? record.head : record.manifest));
}

/** Counts and hashes the documents of a collection. */
export class Tally {
  private readonly hash: Hash = createHash('sha256');
  count = 0;

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.count += 1;
  }

  facts(name: string): CollectionFacts {
    return { name, count: this.count, sha256: this.hash.digest('hex') };
  }
}

function decodeRecord(kind: number, bytes: Buffer): ArchiveRecord {
  if (kind === kinds.document) return { kind: 'document', bytes };
  const document = BSON.deserialize(bytes);
  if (kind === kinds.collection) return { kind: 'collection', head: document as unknown as CollectionHead };
  if (kind === kinds.manifest) return { kind: 'manifest', manifest: document as unknown as Manifest };
  throw new BackupError('备份来自更新的版本，请先升级程序再恢复。');
}

/** Cuts a stream of bytes into the parts of an archive. */
export async function* decodeRecords(stream: AsyncIterable<Buffer>): AsyncGenerator<ArchiveRecord> {
  let held: Buffer = Buffer.alloc(0);
  for await (const bytes of stream) {
    held = held.length ? Buffer.concat([held, bytes]) : bytes;
    let at = 0;
    while (held.length - at >= 5) {
      const length = held.readInt32LE(at + 1);
      if (held.length - at < 1 + length) break;
      yield decodeRecord(held.readUInt8(at), held.subarray(at + 1, at + 1 + length));
      at += 1 + length;
    }
    held = held.subarray(at);
  }
  if (held.length) throw new BackupError('备份文件不完整：后面的部分缺失。');
}
