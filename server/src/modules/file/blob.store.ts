import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import mongoose from 'mongoose';
import type { KeptPicture } from './file.picture';

interface BlobFacts {
  fileId: string;
}

const bucketOf = (): mongoose.mongo.GridFSBucket => {
  const { db } = mongoose.connection;
  if (!db) throw new Error('there is no database yet');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'pictures' });
};

// GridFS takes ids of any kind; its types know one only.
const blobId = (fileId: string, maxWidth: number): mongoose.mongo.ObjectId => `${fileId}.${maxWidth}` as never;

const factsOf = (blob: mongoose.mongo.GridFSFile): BlobFacts => blob.metadata as unknown as BlobFacts;

/** Stores every width of a picture. */
export async function storeBlobs(fileId: string, { variants }: KeptPicture): Promise<void> {
  const bucket = bucketOf();
  for (const { maxWidth, bytes } of variants) {
    const target = bucket.openUploadStreamWithId(blobId(fileId, maxWidth), fileId, { metadata: { fileId } });
    await pipeline(Readable.from([bytes]), target);
  }
}

/** A stored picture in one width. */
export const readBlob = (fileId: string, maxWidth: number): Promise<Buffer> =>
  buffer(bucketOf().openDownloadStream(blobId(fileId, maxWidth)));

/** Deletes every width of a picture. */
export async function deleteBlobs(fileId: string): Promise<void> {
  const bucket = bucketOf();
  const blobs = await bucket.find({ 'metadata.fileId': fileId, filename: fileId }).toArray();
  for (const blob of blobs) await bucket.delete(blob._id);
}

/** Files of which something was stored before an instant and that may have been left behind. */
export async function findBlobOwners(before: Date): Promise<string[]> {
  const blobs = await bucketOf()
    .find({ uploadDate: { $lt: before } })
    .toArray();
  return [...new Set(blobs.map((blob) => factsOf(blob).fileId))];
}
