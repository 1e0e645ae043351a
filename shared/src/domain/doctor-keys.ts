import { minutesOf, timeOfMinutes } from './clinic-day';

/** Sessions begin and end on the minutes of a clock's dial; a finer grain would only swell the index. */
const GRAIN_MINUTES = 5;

/** When somebody works. */
interface WorkingTime {
  day: string;
  startTime: string;
  endTime: string;
}

/**
 * The keys that an open session carries for its doctor, one for each five minutes (`<doctor>:<day>T<HH:mm>`). A
 * unique index over them keeps a doctor from being in two places.
 */
export function buildDoctorKeys(doctorId: string, { day, startTime, endTime }: WorkingTime): string[] {
  const keys: string[] = [];
  const first = Math.floor(minutesOf(startTime) / GRAIN_MINUTES) * GRAIN_MINUTES;
  for (let minute = first; minute < minutesOf(endTime); minute += GRAIN_MINUTES)
    keys.push(`${doctorId}:${day}T${timeOfMinutes(minute)}`);
  return keys;
}

/** Whether two times of one day overlap; where one ends the other may begin. */
export const timesOverlap = (one: WorkingTime, other: WorkingTime): boolean =>
  one.day === other.day && one.startTime < other.endTime && other.startTime < one.endTime;
