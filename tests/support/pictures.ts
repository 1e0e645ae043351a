import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { Picture } from '@linkang/shared/api/file.routes';
import type { Answer, Caller } from './http';

/** A plain picture of a size. */
export const drawPicture = (width: number, height: number, format: 'jpeg' | 'png' | 'webp' = 'png'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#0f5b50' } })
    .toFormat(format)
    .toBuffer();

/** Uploads a file as it is. */
export async function upload(
  caller: Caller,
  bytes: Uint8Array,
  { type = 'image/png', key = randomUUID() }: { type?: string; key?: string | null } = {},
): Promise<Answer<Picture>> {
  const response = await fetch(`${caller.baseUrl}/api/v1/files`, {
    method: 'POST',
    headers: {
      'Content-Type': type,
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...(caller.token ? { Authorization: `Bearer ${caller.token}` } : {}),
    },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Picture, headers: response.headers };
}
