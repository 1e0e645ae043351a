import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import mongoose from 'mongoose';

/*
 * What the rules need of other features. The collection is read by its name: follow-ups settle tasks, so that they
 * can't be imported.
 */

/** The programmes in which a person is. */
export async function readProgrammes(residentId: string): Promise<ProgrammeCode[]> {
  const rows = await mongoose.connection
    .collection<{ residentId: string; open: boolean; programme: ProgrammeCode }>('enrolments')
    .find({ residentId, open: true }, { projection: { programme: 1 } })
    .toArray();
  return rows.map(({ programme }) => programme);
}
