import type { Measurement } from '@linkang/shared/api/measurement.routes';
import type { DayReading, ReadingAlert, ReadingValues } from '@linkang/shared/domain/home-measurement';
import { WITHDRAW_HOURS } from '@linkang/shared/domain/home-entry';
import type { Deps } from '../../platform/deps';
import { measurementPlace, type MeasurementRow } from './measurement.model';

/** What is kept of a reading's meaning. */
export type KeptMeaning = Pick<ReadingAlert, 'level' | 'ruleId' | 'team' | 'say' | 'because'> & { when120?: string };

type Keys = Pick<Deps, 'keyring'>;

/** What was measured. */
export const openValues = ({ keyring }: Keys, row: MeasurementRow): ReadingValues =>
  JSON.parse(keyring.decrypt(row.values, measurementPlace('values', row._id))) as ReadingValues;

/** What a reading meant when it came. */
export const openMeaning = ({ keyring }: Keys, row: MeasurementRow): KeptMeaning =>
  JSON.parse(keyring.decrypt(row.meaning, measurementPlace('meaning', row._id))) as KeptMeaning;

/** The words that stand beside a reading, or null. */
export const openNote = ({ keyring }: Keys, row: MeasurementRow): string | null =>
  row.note === undefined ? null : keyring.decrypt(row.note, measurementPlace('note', row._id));

/** A reading for the engines. */
export const asReading = (deps: Keys, row: MeasurementRow): DayReading => ({
  day: row.day,
  values: openValues(deps, row),
});

/** Whether an account can take a reading back now. */
export const canWithdraw = (row: MeasurementRow, accountId: string, now: Date): boolean =>
  row.status === 'kept' &&
  row.enteredBy === accountId &&
  now.getTime() < row.enteredAt.getTime() + WITHDRAW_HOURS * 3_600_000;

/** Whether an account can undo now that it took a reading back. */
export const canRestore = (row: MeasurementRow, accountId: string, now: Date): boolean =>
  canWithdraw({ ...row, status: 'kept' }, accountId, now) && row.status === 'withdrawn';

const seenOf = ({ watch, seenAt }: MeasurementRow): Measurement['seen'] => {
  if (seenAt) return { at: seenAt.toISOString() };
  return watch ? { at: null } : null;
};

/** A reading for whoever may see it. */
export function presentMeasurement(deps: Keys, row: MeasurementRow, accountId: string, now: Date): Measurement {
  const { level, ruleId, say, when120 = null } = openMeaning(deps, row);
  return {
    id: row._id,
    residentId: row.residentId,
    kind: row.kind,
    values: openValues(deps, row) as Measurement['values'],
    takenAt: row.takenAt.toISOString(),
    day: row.day,
    note: openNote(deps, row),
    enteredAs: row.enteredAs,
    status: row.status,
    meaning: { level, ruleId, say, when120 },
    seen: seenOf(row),
    can: { withdraw: canWithdraw(row, accountId, now), restore: canRestore(row, accountId, now) },
    rev: row.rev,
  };
}
