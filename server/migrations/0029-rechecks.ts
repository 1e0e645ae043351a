import type { Connection } from 'mongoose';
import '../src/modules/task';

/** Makes the collection of what was measured again, and the indexes of the list of tasks. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Task', 'TaskReading']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
