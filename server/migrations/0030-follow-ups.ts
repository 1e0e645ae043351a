import type { Connection } from 'mongoose';
import '../src/modules/followup';

/** Indexes of enrolments before people at high risk had a list of their own, and before worklists were chosen from. */
const FORMER = ['residentId_1_programme_1', 'doctorId_1_nextDueDay_1__id_1'];

/** Makes the collections of follow-up visits, and the indexes by which worklists are read. */
export async function up(connection: Connection): Promise<void> {
  const enrolments = connection.collection('enrolments');
  for (const { name } of await enrolments.indexes())
    if (name !== undefined && FORMER.includes(name)) await enrolments.dropIndex(name);
  for (const name of ['Enrolment', 'FollowUp', 'FollowUpVersion']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
