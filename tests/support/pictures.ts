import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { Picture } from '@linkang/shared/api/file.routes';
import type { Answer, Caller } from './http';

/** A plain picture of a size. */
export const drawPicture = (width: number, height: number, format: 'jpeg' | 'png' | 'webp' = 'png'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#0f5b50' } })
    .toFormat(format)
    .toBuffer();

/** Sends the bytes of a file as they are. */
export async function sendFile<T>(
  caller: Caller,
  method: 'POST' | 'PUT',
  path: string,
  bytes: Uint8Array,
  { type = 'image/png', key = null }: { type?: string; key?: string | null } = {},
): Promise<Answer<T>> {
  const response = await fetch(`${caller.baseUrl}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': type,
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...(caller.token ? { Authorization: `Bearer ${caller.token}` } : {}),
    },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as T, headers: response.headers };
}

/** Uploads a file as it is. */
export const upload = (
  caller: Caller,
  bytes: Uint8Array,
  { type = 'image/png', key = randomUUID() }: { type?: string; key?: string | null } = {},
): Promise<Answer<Picture>> => sendFile<Picture>(caller, 'POST', '/files', bytes, { type, key });
