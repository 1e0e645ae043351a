import type { Connection } from 'mongoose';
import '../src/modules/followup';
import '../src/modules/task';

/** Makes the collections of tasks and of enrolments, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Task', 'Enrolment']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
