import { AppError } from '@linkang/shared/errors';
import { PNG } from 'pngjs';
import { fieldFault } from '../../platform/http/problems';

const DATA_URL_START = 'data:image/png;base64,';
const MAX_BYTES = 200 * 1024;
const MAX_SIDE_PIXELS = 2000;
/** Fewer pixels are a touch by accident, not a signature. */
const MIN_INK_PIXELS = 30;
/** Difference of brightness (0 to 255) from which a pixel is ink rather than noise of the paper. */
const MIN_CONTRAST = 48;

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes around the data of a chunk: its length, its name and its checksum. */
const CHUNK_FRAME_BYTES = 12;

/** Sizes and interlacing that the header states. */
interface Header {
  width: number;
  height: number;
  interlaced: boolean;
}

const readHeader = (data: Buffer): Header => ({
  width: data.readUInt32BE(0),
  height: data.readUInt32BE(4),
  interlaced: data[12] !== 0,
});

/** The header, where there is exactly one and it comes first; a later one would override it in the decoder. */
function findHeader(png: Buffer): Header | undefined {
  if (!png.subarray(0, PNG_START.length).equals(PNG_START)) return undefined;
  let header: Header | undefined;
  let at = PNG_START.length;
  while (at + CHUNK_FRAME_BYTES <= png.length) {
    const length = png.readUInt32BE(at);
    const isHeader = png.toString('latin1', at + 4, at + 8) === 'IHDR';
    const isFirst = at === PNG_START.length;
    if (isHeader !== isFirst || (isFirst && length !== 13)) return undefined;
    if (isFirst) header = readHeader(png.subarray(at + 8, at + 8 + length));
    at += CHUNK_FRAME_BYTES + length;
  }
  return header;
}

/**
 * Checks the picture before anything is unpacked: the sizes that the header states bound what the decoder
 * allocates and inflates. Interlaced pictures are refused because their data is inflated without that bound.
 */
function isSafeToDecode(png: Buffer): boolean {
  if (png.length > MAX_BYTES) return false;
  const header = findHeader(png);
  if (!header || header.interlaced) return false;
  return [header.width, header.height].every((side) => side >= 1 && side <= MAX_SIDE_PIXELS);
}

/** Brightness of each pixel on white paper, 0 to 255. */
function brightnessOf(rgba: Buffer): Uint8Array {
  const values = new Uint8Array(rgba.length / 4);
  for (let pixel = 0; pixel < values.length; pixel += 1) {
    const at = pixel * 4;
    const alpha = rgba.readUInt8(at + 3) / 255;
    const grey = 0.299 * rgba.readUInt8(at) + 0.587 * rgba.readUInt8(at + 1) + 0.114 * rgba.readUInt8(at + 2);
    values[pixel] = Math.round(grey * alpha + 255 * (1 - alpha));
  }
  return values;
}

/** Whether something is drawn: pixels that stand out from the background, the commonest brightness. */
function hasInk(rgba: Buffer): boolean {
  const values = brightnessOf(rgba);
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const background = counts.indexOf(Math.max(...counts));
  const ink = counts.reduce(
    (sum, count, value) => (Math.abs(value - background) >= MIN_CONTRAST ? sum + count : sum),
    0,
  );
  return ink >= MIN_INK_PIXELS;
}

function isDrawn(png: Buffer): boolean {
  try {
    return isSafeToDecode(png) && hasInk(PNG.sync.read(png).data);
  } catch {
    // Broken data: the decoder's message says nothing that helps the person who signs.
    return false;
  }
}

/**
 * The picture in a data URL, once it is certain that it is a PNG with something drawn on it.
 * @throws VALIDATION_FAILED with SIGNATURE for anything else
 */
export function readSignature(dataUrl: string): Buffer {
  const base64 = dataUrl.slice(DATA_URL_START.length);
  const png = Buffer.from(base64, 'base64');
  // Node skips what is not base64; the text must be exactly the picture.
  if (png.toString('base64') === base64 && isDrawn(png)) return png;
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.signature', 'SIGNATURE')] });
}
