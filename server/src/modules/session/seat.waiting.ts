import { buildSeatKeys, MAX_BOOKINGS_A_DAY, ruleOfKey } from '@linkang/shared/domain/seat-keys';
import { isWorthOffering, offeredUntil, tellAt } from '@linkang/shared/domain/waiting-rules';
import { owe, type OutboxEntry } from '../../platform/outbox';
import { askFirst, closeOffered, offerToHead, type WaitingRow } from '../waiting';
import { takeHeld } from './seat.commit';
import { tellHolder } from './seat.hold';
import { violatedKey, type SeatRow } from './seat.model';
import { noticeOf } from './seat.notices';
import { holdPending } from './seat.pending';
import type { SessionRow } from './session.model';
import { LECTURE_SERVICE } from './session.naming';

/** For what the seat of an entry is held. */
export const heldForEntry = (entryId: string): string => `W:${entryId}`;

/**
 * Holds a pending seat for the first who waits and may have it, and tells them when it is held.
 * @returns false when nobody is to be asked for it
 */
export async function offerPending(row: SeatRow, session: SessionRow, at: Date): Promise<boolean> {
  if (!isWorthOffering(row, at)) return false;
  const entry = await offerToHead(row, at);
  if (!entry) return false;
  const heldFor = heldForEntry(entry._id);
  const hold = { heldFor, heldUntil: offeredUntil(at), holdKey: `${heldFor}:${row._id}` };
  const held = await holdPending(row._id, hold, entry.autoAccept ? [] : [offerNotice(row, entry, session, at)], at);
  if (held && entry.autoAccept) await takeByItself(held, entry, session, at);
  return true;
}

/** The message to somebody who is asked whether they want a seat. */
const offerNotice = (seat: SeatRow, entry: WaitingRow, session: SessionRow, at: Date): OutboxEntry =>
  owe(
    'seatOffered',
    { residentId: entry.residentId, targetId: entry._id },
    noticeOf(seat, session, entry.serviceName),
    tellAt(at),
  );

/** Books the seat for somebody who wished so; whoever cannot take it as it is, is asked after all. */
export async function takeByItself(seat: SeatRow, entry: WaitingRow, session: SessionRow, at: Date): Promise<void> {
  try {
    await takeOffered(seat, entry, session, at);
  } catch (error) {
    if (violatedKey(error) === undefined) throw error;
    await askFirst(entry._id);
    await tellHolder(seat, offerNotice(seat, entry, session, at));
  }
}

/** Keys of the booking that an entry becomes. */
export const keysOfEntry = (entry: WaitingRow, session: SessionRow, ordinal: number): string[] =>
  buildSeatKeys({
    residentId: entry.residentId,
    serviceCode: session.serviceCode,
    day: session.day,
    ordinal,
    ...(session.serviceCode === LECTURE_SERVICE ? { lectureId: session._id } : {}),
    oncePerYear: entry.oncePerYear,
  });

/**
 * Books the seat that is held for an entry. The row is written first, the entry after it.
 * @returns null when it is not held for the entry any more
 * @throws the driver's duplicate-key error
 */
export async function takeOffered(
  seat: SeatRow,
  entry: WaitingRow,
  session: SessionRow,
  at: Date,
): Promise<SeatRow | null> {
  const { residentId, joinedBy } = entry;
  const about = { residentId, targetId: seat._id };
  const outbox = [owe('bookingMade', about, noticeOf(seat, session, entry.serviceName), tellAt(at))];
  const held = { ...seat, heldFor: heldForEntry(entry._id) };
  for (let ordinal = 1; ; ordinal += 1) {
    try {
      const keys = keysOfEntry(entry, session, ordinal);
      const taken = await takeHeld({ seat: held, residentId, keys, by: joinedBy, at, outbox });
      if (taken) await closeOffered(entry._id, seat._id, 'booked');
      return taken;
    } catch (error) {
      if (ruleOfKey(violatedKey(error) ?? '-') !== 'N' || ordinal >= MAX_BOOKINGS_A_DAY) throw error;
    }
  }
}
