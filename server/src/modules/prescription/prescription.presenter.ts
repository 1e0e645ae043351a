import type { GivenPrescription, ReleasedText, TextVersion } from '@linkang/shared/api/prescription.routes';
import { HEALTH_PRESCRIPTION_UNDO_HOURS } from '@linkang/shared/domain/health-prescription';
import { healthPrescriptions } from '@linkang/shared/domain/tables/health-prescriptions';
import { presentCheck } from '../../platform/content-check';
import type { GivingRow } from './giving.model';
import { textIdOf, type TextRow } from './text.model';

const UNDO_MS = HEALTH_PRESCRIPTION_UNDO_HOURS * 3_600_000;

/** What a disease is called. */
export const diseaseOf = (code: string): string =>
  healthPrescriptions.prescriptions.find((row) => row.code === code)?.disease ?? code;

/** A text as everybody may read it. */
export const presentReleased = ({ code, version, text }: TextRow): ReleasedText => ({
  code,
  disease: diseaseOf(code),
  version,
  text,
  notice: healthPrescriptions.notice,
});

/** A version as staff see it. */
export const presentVersion = (row: TextRow, staff: ReadonlyMap<string, string>): TextVersion => ({
  version: row.version,
  text: row.text,
  state: row.state,
  writtenBy: row.writtenBy === undefined ? null : (staff.get(row.writtenBy) ?? ''),
  writtenAt: row.writtenAt?.toISOString() ?? null,
  releasedBy: row.releasedBy === undefined ? null : (staff.get(row.releasedBy) ?? ''),
  releasedAt: row.releasedAt?.toISOString() ?? null,
  ...presentCheck(row),
});

/** Whether an account can take one back now. */
export const canWithdraw = ({ status, by, at }: GivingRow, accountId: string, now: Date): boolean =>
  status === 'given' && by === accountId && now.getTime() < at.getTime() + UNDO_MS;

/** What the presenting of what people were given needs besides the rows. */
export interface GivingContext {
  texts: readonly TextRow[];
  staff: ReadonlyMap<string, string>;
  /** Who looks. */
  accountId: string;
  now: Date;
}

/** What a person was given, in the words of that version. */
export const presentGiven = (row: GivingRow, { texts, staff, accountId, now }: GivingContext): GivenPrescription => ({
  id: row._id,
  residentId: row.residentId,
  code: row.code,
  disease: diseaseOf(row.code),
  version: row.version,
  text: texts.find(({ _id }) => _id === textIdOf(row.code, row.version))?.text ?? '',
  notice: healthPrescriptions.notice,
  day: row.day,
  at: row.at.toISOString(),
  doctorName: staff.get(row.by) ?? '',
  status: row.status,
  can: { withdraw: canWithdraw(row, accountId, now) },
  rev: row.rev,
});
