import type { Picture } from '@linkang/shared/api/file.routes';
import type { FileReply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import { asStaff, type IdempotentRequestInfo } from '../../platform/module';
import { deleteBlobs, findBlobOwners, readBlob, storeBlobs } from './blob.store';
import {
  deleteIdle,
  findFile,
  findIdleIds,
  findKnownFiles,
  insertFile,
  insertFileOnce,
  newFileId,
  touchFile,
  type FileRow,
} from './file.model';
import { encodePicture, readPicture, type KeptPicture } from './file.picture';
import { presentPicture } from './file.presenter';

/** A picture that nothing uses is kept this long: its article may still be being written. */
const IDLE_MS = 24 * 3_600_000;
const BATCH = 200;

const rowOf = (id: string, { width, height, variants }: KeptPicture, createdBy: string, now: Date): FileRow => ({
  _id: id,
  width,
  height,
  bytes: variants[0]?.bytes.length ?? 0,
  createdBy,
  usedAt: now,
});

/** Keeps an uploaded picture. @throws UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED for what is no picture */
export async function createPicture(upload: Uint8Array, request: IdempotentRequestInfo): Promise<Picture> {
  const { idempotency, now, actor } = request;
  const id = newFileId();
  let isStored = false;
  const file = await insertFileOnce(idempotency, now, async () => {
    const kept = await readPicture(upload);
    await storeBlobs(id, kept);
    isStored = true;
    const check = { state: 'todo', tries: 0, nextAt: now } as const;
    return { ...rowOf(id, kept, asStaff(actor).accountId, now), check };
  });
  // A twin with the same key was quicker.
  if (isStored && file._id !== id) await deleteBlobs(id);
  return presentPicture(file);
}

/** A picture in one width. @throws NOT_FOUND, also for one that WeChat refuses */
export async function getPicture(id: string, maxWidth: number): Promise<FileReply> {
  const file = await findFile(id);
  if (!file || file.check?.state === 'risky') throw new AppError('NOT_FOUND');
  return { etag: `${id}-${maxWidth}`, read: () => readBlob(id, maxWidth) };
}

/** Keeps a picture that the demo draws, once for an id. */
export async function createDemoPicture(id: string, svg: string, createdBy: string, now: Date): Promise<void> {
  if (await findFile(id)) return;
  // Half of it may be there from a start that was killed.
  await deleteBlobs(id);
  const kept = await encodePicture(Buffer.from(svg));
  await storeBlobs(id, kept);
  await insertFile(rowOf(id, kept, createdBy, now));
}

/**
 * Says that files are put into something now, before it is stored: from then on `removeUnused` leaves them alone
 * until it finds them used.
 * @returns those that there are
 */
export async function useFiles(ids: readonly string[], now: Date): Promise<Set<string>> {
  const found = await Promise.all([...new Set(ids)].map(async (id) => ((await touchFile(id, now)) ? [id] : [])));
  return new Set(found.flat());
}

/** Removes what a crash left of pictures that were never kept or not wholly deleted. */
async function removeLostBlobs(before: Date): Promise<void> {
  const owners = await findBlobOwners(before);
  const known = await findKnownFiles(owners);
  for (const id of owners.filter((owner) => !known.has(owner))) await deleteBlobs(id);
}

/**
 * Removes pictures that nothing has used for a day.
 * @param findUsed tells which of some files are used
 * @returns how many were removed
 */
export async function removeUnused(
  now: Date,
  findUsed: (ids: readonly string[]) => Promise<Set<string>>,
): Promise<number> {
  const before = new Date(now.getTime() - IDLE_MS);
  let removed = 0;
  for (
    let ids = await findIdleIds(before, '', BATCH);
    ids.length;
    ids = await findIdleIds(before, ids.at(-1) ?? '', BATCH)
  ) {
    const used = await findUsed(ids);
    for (const id of ids.filter((idle) => !used.has(idle)))
      if (await deleteIdle(id, before)) {
        await deleteBlobs(id);
        removed += 1;
      }
  }
  await removeLostBlobs(before);
  return removed;
}
