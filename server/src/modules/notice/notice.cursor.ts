import { AppError } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import type { NoticeCursor, NoticeRow } from './notice.model';

/** The position in a list that a page's cursor stands for. @throws VALIDATION_FAILED for one that no list gave out */
export function parseCursor(cursor: string | undefined): NoticeCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id] = /^(\d{1,15})\|([A-Za-z0-9:_-]{1,112})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { at: new Date(Number(ms)), id };
}

/** The cursor of the page after a message. */
export const cursorOf = (row: NoticeRow): string => `${row.at.getTime()}|${row._id}`;
