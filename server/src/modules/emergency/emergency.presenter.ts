import type { Emergency, EmergencyRoutes } from '@linkang/shared/api/emergency.routes';
import type { Reply } from '@linkang/shared/api/route';
import { maskName } from '@linkang/shared/domain/masking';
import type { Keyring } from '../../platform/keyring';
import { emergencyPlace, reviewDeadline, type EmergencyRow } from '../access';

/** What the presenting of an emergency needs from other features. */
interface EmergencyContext {
  keyring: Keyring;
  /** Names of residents by id. */
  people: ReadonlyMap<string, string>;
  /** Names of staff by id. */
  names: ReadonlyMap<string, string>;
  now: Date;
}

/** What whoever opened a record is told. */
export const presentStarted = (row: EmergencyRow): Reply<EmergencyRoutes['start']> => ({
  id: row._id,
  residentId: row.residentId,
  startedAt: row.startedAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
});

/** An emergency for those who review it. */
export const presentEmergency = (row: EmergencyRow, { keyring, people, names, now }: EmergencyContext): Emergency => ({
  ...presentStarted(row),
  state: row.state,
  staffId: row.staffId,
  staffName: names.get(row.staffId) ?? '',
  residentName: maskName(people.get(row.residentId) ?? ''),
  reason: row.reason,
  reviewBy: reviewDeadline(row.startedAt).toISOString(),
  overdue: row.state === 'open' && reviewDeadline(row.startedAt) <= now,
  words: keyring.decrypt(row.words, emergencyPlace('words', row._id)),
  uses: row.uses.map(({ at, action }) => ({ at: at.toISOString(), action })),
  review: row.review
    ? {
        at: row.review.at.toISOString(),
        byName: names.get(row.review.by) ?? '',
        outcome: row.review.outcome,
        note: keyring.decrypt(row.review.note, emergencyPlace('review.note', row._id)),
      }
    : null,
});
