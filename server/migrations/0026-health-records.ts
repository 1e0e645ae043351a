import type { Connection } from 'mongoose';
import '../src/modules/record';

/** Makes the collections of health records, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Record', 'RecordEntry', 'RecordState', 'RecordCounter']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
