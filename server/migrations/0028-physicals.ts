import type { Connection } from 'mongoose';
import '../src/modules/physical/physical.model';
import '../src/modules/physical/release.model';

/** Makes the collections of check-ups and of released reports, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Physical', 'PhysicalRelease']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
