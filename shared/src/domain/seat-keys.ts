import { minutesOf, timeOfMinutes, yearOf } from './clinic-day';

/** Length in minutes of the grain in which nobody can be in two places. */
const GRAIN_MINUTES = 15;

/** Bookings that one person can have on one day. */
export const MAX_BOOKINGS_A_DAY = 3;

/** What a person's keys are made of, besides the time of the seat. */
export interface SeatKeyInput {
  residentId: string;
  serviceCode: string;
  day: string;
  /** The place among the person's bookings of that day, 1 to `MAX_BOOKINGS_A_DAY`. */
  ordinal: number;
  /** Set for lectures, which are once a person and not once a day. */
  lectureId?: string;
  /** Set for services that are free once a calendar year. */
  oncePerYear: boolean;
}

/** The key of a person's seat at a lecture. */
export const lectureKey = (residentId: string, lectureId: string): string => `L:${residentId}:${lectureId}`;

/**
 * The keys that a booked seat carries besides those of its time. One unique index over all of them holds
 * every rule about a person: once a day a service (`D:`), or once a lecture (`L:`), three a day (`N:`),
 * once a year (`Y:`), and by the seat's grains nobody in two places (`H:<resident>:<grain>`).
 */
export function buildSeatKeys(seat: SeatKeyInput): string[] {
  const { residentId, day } = seat;
  const keys = [
    seat.lectureId ? lectureKey(residentId, seat.lectureId) : `D:${residentId}:${seat.serviceCode}:${day}`,
    `N:${residentId}:${day}:${seat.ordinal}`,
  ];
  if (seat.oncePerYear) keys.push(`Y:${residentId}:${seat.serviceCode}:${yearOf(day)}`);
  return keys;
}

/** The quarters of an hour that a seat covers, each as `<day>T<HH:mm>`. */
export function seatGrains(day: string, seat: { startTime: string; endTime: string }): string[] {
  const grains: string[] = [];
  const first = Math.floor(minutesOf(seat.startTime) / GRAIN_MINUTES) * GRAIN_MINUTES;
  for (let minute = first; minute < minutesOf(seat.endTime); minute += GRAIN_MINUTES)
    grains.push(`${day}T${timeOfMinutes(minute)}`);
  return grains;
}

/** The rule that a key stands for. */
export const ruleOfKey = (key: string): 'D' | 'L' | 'H' | 'Y' | 'N' => key[0] as 'D' | 'L' | 'H' | 'Y' | 'N';

/** Length of a session in minutes above which each seat has a start and an end of its own. */
const SHARED_TIME_MINUTES = 60;

/**
 * Start and end of one seat. In a session of at most an hour everybody comes at its start; in a longer one
 * the time is dealt out evenly on the grid of 15 minutes, so that a person's other bookings stay possible.
 * @param no the seat's number, from 1
 */
export function seatTimes(
  session: { startTime: string; endTime: string; capacity: number; shared: boolean },
  no: number,
): { startTime: string; endTime: string } {
  const start = minutesOf(session.startTime);
  const length = minutesOf(session.endTime) - start;
  if (session.shared || length <= SHARED_TIME_MINUTES)
    return { startTime: session.startTime, endTime: session.endTime };
  const slots = Math.max(1, Math.floor(length / GRAIN_MINUTES));
  const slot = Math.min(slots - 1, Math.floor(((no - 1) * slots) / Math.max(session.capacity, 1)));
  const from = start + slot * GRAIN_MINUTES;
  const to = slot === slots - 1 ? start + length : from + GRAIN_MINUTES;
  return { startTime: timeOfMinutes(from), endTime: timeOfMinutes(to) };
}
