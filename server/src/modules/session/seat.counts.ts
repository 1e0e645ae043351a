import { SeatModel, takenStatuses } from './seat.model';
import type { Quota } from './session.model';

/** Free seats by session, under the same rule as the claim. */
export async function countFree(query: {
  fromDay: string;
  toDay: string;
  serviceCodes: string[];
  quotas: readonly Quota[];
  today: string;
  nowTime: string;
}): Promise<Map<string, Record<Quota, number>>> {
  const { fromDay, toDay, today, nowTime } = query;
  const base = { serviceCode: { $in: query.serviceCodes }, status: 'free', quota: { $in: [...query.quotas] } };
  const later = fromDay > today ? fromDay : null;
  const rows = await SeatModel.aggregate<{ _id: { s: string; q: Quota }; n: number }>([
    {
      $match: later
        ? { ...base, day: { $gte: later, $lte: toDay } }
        : { ...base, $or: [{ day: { $gt: today, $lte: toDay } }, { day: today, startTime: { $gt: nowTime } }] },
    },
    { $group: { _id: { s: '$sessionId', q: '$quota' }, n: { $sum: 1 } } },
  ]);
  const counts = new Map<string, Record<Quota, number>>();
  for (const { _id, n } of rows) {
    const entry = counts.get(_id.s) ?? { online: 0, desk: 0, elder: 0 };
    entry[_id.q] = n;
    counts.set(_id.s, entry);
  }
  return counts;
}

/** Taken seats by session. */
export async function countTaken(sessionIds: string[]): Promise<Map<string, number>> {
  const rows = await SeatModel.aggregate<{ _id: string; n: number }>([
    { $match: { sessionId: { $in: sessionIds }, status: { $in: [...takenStatuses] } } },
    { $group: { _id: '$sessionId', n: { $sum: 1 } } },
  ]);
  return new Map(rows.map((row) => [row._id, row.n]));
}
