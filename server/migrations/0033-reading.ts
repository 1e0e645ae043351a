import type { Connection } from 'mongoose';
import '../src/modules/reading';

/** Makes the collections of reading with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Reader', 'ReadingCount', 'ReadingNonce']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
