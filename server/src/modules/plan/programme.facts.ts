import type { DatedFact } from '@linkang/shared/domain/group-memberships';
import mongoose from 'mongoose';

/** When somebody was in a care programme, as far as groups follow from it. */
interface ProgrammeTime {
  residentId: string;
  programme: string;
  kind?: string;
  sinceDay: string;
  untilDay?: string;
}

/**
 * What the care programmes say of people, also where that has ended; one query however many they are. The collection is
 * read by its name: groups need the days of many people at once, and nothing else of it. Severe mental disorders make
 * no group that lists may name, and stay where they are; to be watched for a disease is not to have it.
 */
export async function programmeFacts(residentIds: readonly string[]): Promise<(DatedFact & { residentId: string })[]> {
  const rows = await mongoose.connection
    .collection<ProgrammeTime>('enrolments')
    .find(
      {
        residentId: { $in: [...residentIds] },
        programme: { $ne: 'SMI' },
        $or: [{ kind: { $exists: false } }, { kind: 'managed' }],
      },
      { projection: { _id: 0, residentId: 1, programme: 1, sinceDay: 1, untilDay: 1 } },
    )
    .toArray();
  return rows.map(({ residentId, programme, sinceDay, untilDay }) => ({
    residentId,
    field: `enrolled${programme}`,
    sinceDay,
    ...(untilDay === undefined ? {} : { untilDay }),
  }));
}
