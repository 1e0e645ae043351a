import { isDay } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { LedgerFault } from '@linkang/shared/domain/education-ledger';
import { fieldFault } from '../../platform/http/problems';

/** A position in a list by day. */
export interface DayCursor {
  day: string;
  id: string;
}

/** A position in a list that a cursor names. @throws VALIDATION_FAILED for one that no list gave out */
export function readDayCursor(cursor: string | undefined): DayCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, day = '', id = ''] = /^([\d-]{1,15})\|([A-Za-z0-9:_-]{1,64})$/.exec(cursor) ?? [];
  if (!isDay(day)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { day, id };
}

/** Where an ordered list goes on; it was read with one row more than the page. */
export function pageOf<T extends { _id: string }>(
  found: readonly T[],
  limit: number,
  cursorOf: (row: T) => string,
): { rows: T[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: last && found.length > limit ? cursorOf(last) : null };
}

/** @throws VALIDATION_FAILED when something cannot be kept */
export function assertKept(faults: readonly LedgerFault[]): void {
  if (faults.length > 0)
    throw new AppError('VALIDATION_FAILED', {
      fields: faults.map(({ field, code, text }) => fieldFault(`body.${field}`, code, text)),
    });
}
