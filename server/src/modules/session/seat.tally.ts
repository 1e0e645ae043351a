import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { SeatModel, takenStatuses } from './seat.model';

/** Taken seats by session and status. */
export async function countByStatus(
  sessionIds: string[],
): Promise<Map<string, Partial<Record<BookingStatus, number>>>> {
  const rows = await SeatModel.aggregate<{ _id: { s: string; status: BookingStatus }; n: number }>([
    { $match: { sessionId: { $in: sessionIds }, status: { $in: [...takenStatuses] } } },
    { $group: { _id: { s: '$sessionId', status: '$status' }, n: { $sum: 1 } } },
  ]);
  const counts = new Map<string, Partial<Record<BookingStatus, number>>>();
  for (const { _id, n } of rows) counts.set(_id.s, { ...counts.get(_id.s), [_id.status]: n });
  return counts;
}
