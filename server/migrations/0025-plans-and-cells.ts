import type { Connection } from 'mongoose';
import '../src/modules/area';
import '../src/modules/plan';

/** Makes the collections of plans, priority groups and cells, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Plan', 'ResidentGroup', 'Cell']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
