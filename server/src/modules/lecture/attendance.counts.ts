import { findTakenOf, type SeatRow } from '../session';
import { findEntries, type EntryRow } from './entry.model';
import type { Attendance } from './lecture.model';

/** States of the seat of somebody who came. */
export const cameStatuses = ['arrived', 'called', 'done'] as const;

/** Whether the person of a seat came. */
export const hasCome = ({ status }: Pick<SeatRow, 'status'>): boolean =>
  (cameStatuses as readonly string[]).includes(status);

/** Everybody counts once: a seat is a person's only one, and whoever is noted beside it is left out. */
export function countCame(seats: readonly SeatRow[], entries: readonly EntryRow[]): Attendance {
  const came = seats.filter(hasCome);
  const seated = new Set(came.map(({ residentId }) => residentId));
  const known = entries.filter(({ residentId }) => residentId !== undefined);
  const walkIns = known.filter(({ residentId }) => !seated.has(residentId)).length;
  const counted = entries.reduce((sum, { residentId, count }) => (residentId === undefined ? sum + count : sum), 0);
  return { registered: came.length, walkIns, counted, total: came.length + walkIns + counted };
}

/** Who came to an activity, counted now. */
export const countAttendance = async (lectureId: string): Promise<Attendance> =>
  countCame(...(await Promise.all([findTakenOf([lectureId], cameStatuses), findEntries(lectureId)])));
