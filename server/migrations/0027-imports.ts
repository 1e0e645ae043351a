import type { Connection } from 'mongoose';
import '../src/modules/import';

/** Makes the collections of imports, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['ImportRun', 'ImportPiece', 'ImportBatch', 'ImportedRow']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
