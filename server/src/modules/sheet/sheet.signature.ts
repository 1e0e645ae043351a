import { timingSafeEqual } from 'node:crypto';
import { AppError } from '@linkang/shared/errors';
import { z } from 'zod';
import type { Keyring } from '../../platform/keyring';

/** What a sheet stands for: the bookings whose boxes can be ticked, and no name. */
const sheetSchema = z.strictObject({ day: z.string(), issuedAt: z.string(), seats: z.array(z.string()) });

/** The bookings of a sheet. */
export type Sheet = z.output<typeof sheetSchema>;

const sign = (keyring: Keyring, text: string): string => keyring.hash('daySheet', text);

/** The text that travels with the ticks, and its signature. */
export function signSheet(keyring: Keyring, sheet: Sheet): { sheet: string; signature: string } {
  const text = JSON.stringify(sheet);
  return { sheet: text, signature: sign(keyring, text) };
}

/** Reads a sheet that was signed here. @throws SHEET_INVALID */
export function readSheet(keyring: Keyring, text: string, signature: string): Sheet {
  const expected = Buffer.from(sign(keyring, text));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new AppError('SHEET_INVALID');
  return sheetSchema.parse(JSON.parse(text));
}
