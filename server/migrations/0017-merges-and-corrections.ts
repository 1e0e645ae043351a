import type { Connection } from 'mongoose';

/** Makes the merges of records and the requests for corrections; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Merge', 'Correction', 'CorrectionAnswer', 'ResidentChange']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
