import { LEDGER_WORDS_MAX } from '@linkang/shared/domain/education-ledger';
import type { YearMinimum } from '@linkang/shared/api/education.routes';
import { dayText, instantText } from '../../components/words';

interface Written {
  createdAt: string;
  createdByName: string;
  editedAt: string | null;
  editedByName: string | null;
}

/** Who wrote it, and who corrected it: `许文 6月4日 周四 09:00`. */
export const writtenText = ({ createdAt, createdByName, editedAt, editedByName }: Written): string =>
  `${createdByName} ${instantText(createdAt)}` +
  (editedAt === null ? '' : `；${editedByName ?? ''}改于 ${instantText(editedAt)}`);

/** Rules of a short text of the ledger. */
export const filled = (message: string) => [
  { required: true, whitespace: true, message },
  { max: LEDGER_WORDS_MAX, message: `最多 ${LEDGER_WORDS_MAX} 个字` },
];

/** States of a minimum in words. */
export const minimumWords = {
  done: ['已达标', 'good'],
  due: ['还要做', 'wait'],
  missed: ['没达标', 'bad'],
  free: ['不设次数', 'calm'],
} as const;

/** States of a part of the year in words. */
export const partWords = {
  done: ['有', 'good'],
  due: ['还要做', 'wait'],
  missed: ['没有', 'bad'],
  ahead: ['没到', 'calm'],
} as const;

/** How much is left, in words. */
export const stockWords = {
  enough: ['够用', 'good'],
  short: ['快没了', 'wait'],
  out: ['没有了', 'bad'],
} as const;

const units: Record<YearMinimum['unit'], string> = {
  kinds: '种',
  boards: '块',
  changesPerBoard: '次',
  events: '次',
  none: '',
};

/** `8次，要12次`. */
export const doneText = ({ done, least }: { done: number; least: number | null }, unit: YearMinimum['unit']): string =>
  least === null ? '—' : `${done}${units[unit]}，要${least}${units[unit]}`;

/** `3月`, `3–4月`. */
export const partText = ({ fromMonth, toMonth }: { fromMonth: number; toMonth: number }): string =>
  fromMonth === toMonth ? `${fromMonth}月` : `${fromMonth}–${toMonth}月`;

/** A day, or nothing where there is none. */
export const dayOr = (day: string | null): string => (day === null ? '' : dayText(day));
