import { AppError } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import type { AuditCursor, AuditRow } from '../audit';

/** The position in a list that a page's cursor stands for. @throws VALIDATION_FAILED for one that no list gave out */
export function parseCursor(cursor: string | undefined): AuditCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([0-9a-f]{24})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** The cursor of the page after a row. */
export const cursorOf = (row: AuditRow): string => `${row.at.getTime()}|${row._id.toHexString()}`;
