import { AppError } from '@linkang/shared/errors';
import type { Sharp, SharpOptions } from 'sharp';
import { fieldFault } from '../../platform/http/problems';

/** Widths in which a picture is kept. */
export const pictureWidths = [1600, 640] as const;

const MAX_PIXELS = 40_000_000;
/** WebP knows no side over 16383 pixels, and nobody scrolls so far. */
const MAX_HEIGHT = 8000;
const QUALITY = 80;
const TIMEOUT_SECONDS = 20;
/** Decoding takes a core and much memory: more wait for their turn. */
const AT_ONCE = 2;

/** Opens a picture. The decoder is loaded for the first one: it would be a good part of the time that a start takes. */
async function open(bytes: Uint8Array, options?: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp(bytes, options);
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    // The turn goes on to the next in line, or is free.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const starts = (bytes: Uint8Array, at: number, text: string): boolean =>
  Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;

/** Whether a file begins as JPEG, PNG or WebP do; nothing else gets near a decoder, whatever it is called. */
const isPicture = (bytes: Uint8Array): boolean =>
  starts(bytes, 0, '\xff\xd8\xff') ||
  starts(bytes, 0, '\x89PNG\r\n\x1a\n') ||
  (starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP'));

const refuse = (code: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body', code, message)], detail: message });

const refusalOf = (error: unknown): AppError =>
  error instanceof Error && /pixel limit/i.test(error.message)
    ? refuse('TOO_LARGE', '图片的尺寸太大，请缩小后再上传。')
    : refuse('PICTURE', '这张图片打不开，可能已损坏，请换一张。');

/** A picture as it is kept, in its greatest width. */
export interface KeptPicture {
  width: number;
  height: number;
  /** The encoded picture by width, in the order of `pictureWidths`. */
  variants: { maxWidth: number; bytes: Buffer }[];
}

const encode = (image: Sharp, width: number) =>
  image
    .resize({ width, height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .toBuffer({ resolveWithObject: true });

/** Draws an image of our own, trusted and of any kind. */
export const encodePicture = (bytes: Uint8Array): Promise<KeptPicture> =>
  inTurn(async () => {
    // Turned upright first, since what says so goes with the rest of the metadata.
    const image = (await open(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })).autoOrient();
    const large = await encode(image, pictureWidths[0]);
    const small = await encode(await open(large.data), pictureWidths[1]);
    return {
      width: large.info.width,
      height: large.info.height,
      variants: [
        { maxWidth: pictureWidths[0], bytes: large.data },
        { maxWidth: pictureWidths[1], bytes: small.data },
      ],
    };
  });

/** Makes of an uploaded file what is kept. @throws UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED for what is no picture */
export async function readPicture(bytes: Uint8Array): Promise<KeptPicture> {
  if (!isPicture(bytes))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: '这个文件不是 JPG、PNG 或 WebP 图片，请换一个文件。' });
  return encodePicture(bytes).catch((error: unknown) => {
    throw refusalOf(error);
  });
}
