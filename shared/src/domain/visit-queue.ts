import { minutesOf } from './clinic-day';

/**
 * The order in a waiting room. Everybody who has arrived holds a turn, a number by which the session is called:
 * it follows from the seat's time and number for those who come in time, and lies behind those who wait for those
 * who come late or do not answer.
 */

/** Minutes before the start of the own seat from which a person can check in. */
export const CHECK_IN_OPENS_MINUTES = 30;
/** Minutes after the own start until which a late person still goes before everybody who comes later still. */
export const LATE_KEEPS_MINUTES = 30;
/** How many go first when somebody does not answer. */
export const SKIP_BEHIND = 3;
/** Finished visits from which the pace of a session is believed. */
const ENOUGH_VISITS = 3;

const TURNS_A_MINUTE = 1000;
/** From here on stand those who came too late to keep their place. */
const LAPSED = 24 * 60 * TURNS_A_MINUTE;
/** Less than the distance between two numbers. */
const JUST_BEHIND = 1 / 1024;
const MINUTE_MS = 60_000;

/** A seat as far as its turn depends on it. */
export interface QueueSeat {
  no: number;
  startTime: string;
  endTime: string;
}

/** The turn of a person who came in time: by the seat's time, then its number. */
export const turnOf = (seat: Pick<QueueSeat, 'no' | 'startTime'>): number =>
  minutesOf(seat.startTime) * TURNS_A_MINUTE + seat.no;

/** How an arrival counts: in time, late with the place among those who wait kept, or too late for that. */
export function arrivalOf(seat: QueueSeat, time: string): 'inTime' | 'late' | 'lapsed' {
  const now = minutesOf(time);
  const start = minutesOf(seat.startTime);
  if (now <= start) return 'inTime';
  return now <= Math.max(start + LATE_KEEPS_MINUTES, minutesOf(seat.endTime)) ? 'late' : 'lapsed';
}

/**
 * The turn of a person who checks in at a clock time. A late one goes behind those who wait; one who is later than
 * that goes behind everybody, also behind those who are still to come in time.
 * @param waiting turns of those who wait
 */
export function turnOnArrival(seat: QueueSeat, time: string, waiting: readonly number[]): number {
  const arrival = arrivalOf(seat, time);
  if (arrival === 'inTime') return turnOf(seat);
  if (arrival === 'lapsed') return Math.max(LAPSED, ...waiting) + JUST_BEHIND;
  return Math.max(turnOf(seat), ...waiting.filter((turn) => turn < LAPSED)) + JUST_BEHIND;
}

/**
 * The turn of a person who was called and did not answer: behind the next three who wait, or behind all when they
 * are fewer.
 * @param waiting turns of those who wait, in order
 */
export function turnAfterSkip(own: number, waiting: readonly number[]): number {
  const before = waiting[Math.min(SKIP_BEHIND, waiting.length) - 1];
  if (before === undefined) return own;
  const after = waiting[SKIP_BEHIND];
  return after === undefined ? before + JUST_BEHIND : (before + after) / 2;
}

/** The middle of numbers, null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return null;
  return sorted.length % 2 ? middle : ((sorted[sorted.length / 2 - 1] as number) + middle) / 2;
}

const minutesBetween = (from: Date | undefined, to: Date | undefined): number[] =>
  from && to && to > from ? [(to.getTime() - from.getTime()) / MINUTE_MS] : [];

/** The stages of a visit, as far as they were reached. */
export interface VisitTimes {
  arrivedAt?: Date;
  calledAt?: Date;
  doneAt?: Date;
}

/** Minutes that a visit takes: as the day's finished ones took, or as planned while they are few. */
export function paceOf(finished: readonly VisitTimes[], planned: number): number {
  const lengths = finished.flatMap(({ calledAt, doneAt }) => minutesBetween(calledAt, doneAt));
  return (lengths.length >= ENOUGH_VISITS ? medianOf(lengths) : null) ?? planned;
}

/** Minutes between arrival and call in the middle of those who were called; null while nobody was. */
export function waitingMinutesOf(called: readonly VisitTimes[]): number | null {
  const middle = medianOf(called.flatMap(({ arrivedAt, calledAt }) => minutesBetween(arrivedAt, calledAt)));
  return middle === null ? null : Math.round(middle);
}

/** Minutes planned for a visit: the session's time dealt out to its seats. */
export const plannedMinutes = (session: { startTime: string; endTime: string; capacity: number }): number =>
  Math.max(1, (minutesOf(session.endTime) - minutesOf(session.startTime)) / Math.max(1, session.capacity));

/**
 * Minutes until somebody's turn.
 * @param ahead how many wait before them
 * @param inRoomMs how long the person who was called last has been inside, or null when the room is empty
 */
export function minutesUntilTurn(ahead: number, pace: number, inRoomMs: number | null): number {
  const rest = inRoomMs === null ? 0 : Math.max(0, pace - inRoomMs / MINUTE_MS);
  return Math.ceil(ahead * pace + rest);
}
