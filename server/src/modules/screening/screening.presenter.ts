import type { ScreeningCandidate, ScreeningEntry, ScreeningEvent } from '@linkang/shared/api/screening.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import {
  SCREENING_LATE_DAYS,
  type ScreeningResult,
  type ScreeningValues,
} from '@linkang/shared/domain/screening-entry';
import type { Keyring } from '../../platform/keyring';
import { entryPlace, type EntryRow } from './entry.model';
import type { EventRow } from './event.model';

const WITHDRAW_MS = 24 * 3_600_000;

/** The last day on which an event takes entries, typed off paper. */
export const lastDayOf = ({ day }: EventRow): string => addDays(day, SCREENING_LATE_DAYS);

/** An event as everybody of the staff sees it. */
export const presentEvent = (row: EventRow, today: string): ScreeningEvent => ({
  id: row._id,
  place: row.place,
  day: row.day,
  crew: row.crew,
  open: today >= row.day && today <= lastDayOf(row),
});

/** What was measured. */
export const openScreened = (keyring: Keyring, row: EntryRow): ScreeningValues =>
  JSON.parse(keyring.decrypt(row.values, entryPlace('values', row._id))) as ScreeningValues;

/** What the tables said. */
export const openResults = (keyring: Keyring, row: EntryRow): ScreeningResult[] =>
  JSON.parse(keyring.decrypt(row.results, entryPlace('results', row._id))) as ScreeningResult[];

/** What an unknown person gave, or null. */
export const openGiven = (keyring: Keyring, row: EntryRow, field: 'name' | 'phone'): string | null => {
  const sealed = row[field];
  return sealed === undefined ? null : keyring.decrypt(sealed, entryPlace(field, row._id));
};

/** What the presenting of entries needs besides their rows. */
export interface EntryContext {
  keyring: Keyring;
  /** Names of residents by id. */
  names: ReadonlyMap<string, string>;
  /** Who looks. */
  accountId: string;
  now: Date;
}

/** Whether an account can take an entry back now. */
export const canWithdraw = (row: EntryRow, accountId: string, now: Date): boolean =>
  row.status === 'kept' && row.by === accountId && now.getTime() < row.at.getTime() + WITHDRAW_MS;

const candidateOf = ({ candidate, settledAt }: EntryRow): ScreeningEntry['candidate'] => {
  if (candidate) return 'open';
  return settledAt ? 'settled' : null;
};

/** Somebody who was measured, the name masked. */
export function presentEntry(row: EntryRow, { keyring, names, accountId, now }: EntryContext): ScreeningEntry {
  const name = row.residentId === undefined ? openGiven(keyring, row, 'name') : (names.get(row.residentId) ?? null);
  return {
    id: row._id,
    eventId: row.eventId,
    at: row.at.toISOString(),
    residentId: row.residentId ?? null,
    name: name === null ? null : maskName(name),
    age: row.age,
    sex: row.sex,
    values: openScreened(keyring, row) as ScreeningEntry['values'],
    results: openResults(keyring, row).map(({ nextDueDays: _, programme, ...result }) => ({
      ...result,
      programme: programme as 'HTN' | 'T2DM',
    })),
    status: row.status,
    candidate: candidateOf(row),
    can: { withdraw: canWithdraw(row, accountId, now) },
    rev: row.rev,
  };
}

/** Somebody unknown who may be a new case, for whoever telephones. */
export const presentCandidate = (row: EntryRow, place: string, context: EntryContext): ScreeningCandidate => ({
  ...presentEntry(row, context),
  place,
  day: row.day,
  fullName: openGiven(context.keyring, row, 'name'),
  phone: openGiven(context.keyring, row, 'phone'),
});
