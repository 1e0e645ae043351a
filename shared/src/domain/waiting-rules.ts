import { addDays, dayOf, instantOf, timeOf } from './clinic-day';

/** Minutes that somebody who waits has to answer to an offered seat. */
export const OFFER_MINUTES = 30;
/** A seat that comes free later than this before its start goes to whoever books it. */
const LEAST_NOTICE_MINUTES = 60;
const QUIET_FROM = '21:00';
const QUIET_UNTIL = '07:00';

const MINUTE_MS = 60_000;

/** When somebody may be told of a seat: at once, or at the end of the quiet hours of the night. */
export function tellAt(now: Date): Date {
  const time = timeOf(now);
  if (time < QUIET_UNTIL) return instantOf(dayOf(now), QUIET_UNTIL);
  if (time >= QUIET_FROM) return instantOf(addDays(dayOf(now), 1), QUIET_UNTIL);
  return now;
}

/** Whether a seat that begins then can still be offered to somebody who waits; otherwise it goes free. */
export const isWorthOffering = (seat: { day: string; startTime: string }, now: Date): boolean =>
  instantOf(seat.day, seat.startTime).getTime() - tellAt(now).getTime() >= LEAST_NOTICE_MINUTES * MINUTE_MS;

/** Until when an offered seat is held. */
export const offeredUntil = (now: Date): Date => new Date(tellAt(now).getTime() + OFFER_MINUTES * MINUTE_MS);
