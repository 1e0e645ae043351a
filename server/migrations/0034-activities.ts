import type { Connection } from 'mongoose';
import '../src/modules/lecture';

/** What was written before there were kinds of activities is a lecture at the centre. */
const plainLecture = { kind: 'LECTURE', location: null, partner: '', audience: '', healthDay: null } as const;

/** Gives lectures their kind, and makes the indexes of activities. */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Lecture').collection.updateMany({ kind: { $exists: false } }, { $set: plainLecture });
  const model = connection.model('Lecture');
  await model.createCollection();
  await model.createIndexes();
}
