import { yearOf } from '@linkang/shared/domain/clinic-day';
import { MAX_BOOKINGS_A_DAY, ruleOfKey, seatGrains, seatTimes } from '@linkang/shared/domain/seat-keys';
import { owe } from '../../platform/outbox';
import {
  EDITED,
  endClash,
  findClashing,
  findHeldKeys,
  findStaleSeats,
  writeSeatChanges,
  type SeatChange,
} from './seat.edit.model';
import type { SeatRow } from './seat.model';
import { markEdited, type EditedSession } from './session.edit.model';

type PersonSeat = SeatRow & { residentId: string };

/** How often a seat is tried anew when the person's other bookings change meanwhile. */
const MAX_ATTEMPTS = 5;

/** The keys that a person's seat should have at its new time. */
function wantedKeys(session: EditedSession, row: PersonSeat, grains: readonly string[]): string[] {
  const lasting = [...(row.keys ?? []), ...(row.clashKeys ?? [])].filter((key) => ruleOfKey(key) !== 'H');
  const onDay = lasting.map((key) =>
    ruleOfKey(key) === 'Y'
      ? key.replace(`:${yearOf(row.day)}`, `:${yearOf(session.day)}`)
      : key.replace(`:${row.day}`, `:${session.day}`),
  );
  return [...onDay, ...grains.map((grain) => `H:${row.residentId}:${grain}`)];
}

const isTaken = (row: SeatRow): row is PersonSeat => row.keys !== undefined || row.clashKeys !== undefined;

/** What becomes of a row: its time from the session, and of its person the keys and the message. */
function buildChange(session: EditedSession, row: SeatRow): SeatChange {
  const { edit, day, place } = session;
  // A seat that was added by hand follows the ordinary ones.
  const times = row.extra
    ? { startTime: session.lastStartTime, endTime: session.endTime }
    : seatTimes({ ...session, shared: session.sharedTime }, row.no);
  const grains = seatGrains(day, times);
  const change = { row, edit: edit.no, time: { day, ...times, grains } };
  if (!isTaken(row)) return change;
  const about = { residentId: row.residentId, targetId: row._id };
  const told = { service: edit.serviceName, day, startTime: times.startTime, place, number: row.no };
  return {
    ...change,
    person: {
      keys: wantedKeys(session, row, grains),
      clashKeys: [],
      log: { at: edit.at, by: edit.by, what: EDITED },
      entry: owe('bookingChanged', about, { ...told, reason: edit.reason }, edit.at),
    },
  };
}

/** The same right of a person for each place among the bookings of a day; other keys have no second form. */
const formsOf = (key: string): string[] =>
  ruleOfKey(key) === 'N'
    ? Array.from({ length: MAX_BOOKINGS_A_DAY }, (_, i) => key.replace(/\d+$/, String(i + 1)))
    : [key];

/**
 * Brings a person's seat in line although another booking of theirs is at the new time: the seat stays theirs and
 * is marked with the keys that it lacks, so that the desk phones them.
 */
async function alignClashing(session: EditedSession, row: SeatRow): Promise<void> {
  const change = buildChange(session, row);
  if (!change.person) return;
  const wanted = change.person.keys;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const held = await findHeldKeys(wanted.flatMap(formsOf), row._id);
    const best = wanted.map((key) => formsOf(key).find((form) => !held.has(form)) ?? key);
    const keys = best.filter((key) => !held.has(key));
    const clashKeys = best.filter((key) => held.has(key));
    const refused = await writeSeatChanges([{ ...change, person: { ...change.person, keys, clashKeys } }]);
    if (!refused.length) return;
  }
}

/**
 * Brings a session's seats in line with its last edit, in one write a seat: time, keys and the message to its
 * person. Repeats until a whole pass finds nothing, so that bookings made meanwhile are caught too; running it again,
 * also after a crash half-way, tells nobody twice.
 * @param ids only these rows
 */
export async function alignSeats(session: EditedSession, ids?: string[]): Promise<void> {
  for (;;) {
    const rows = await findStaleSeats(session._id, session.edit.no, ids);
    if (!rows.length) return;
    const refused = new Set(await writeSeatChanges(rows.map((row) => buildChange(session, row))));
    for (const row of rows) if (refused.has(row._id)) await alignClashing(session, row);
  }
}

/** Brings every seat in line with the session's last edit; doing it again changes nothing. */
export async function finishEdit(session: EditedSession): Promise<void> {
  await alignSeats(session);
  await markEdited(session._id, session.edit.no);
}

/** Ends clashes whose other booking is gone. */
export async function mendClashes(today: string): Promise<void> {
  for (const row of await findClashing(today)) await endClash(row);
}
