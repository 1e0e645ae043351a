import type { Connection } from 'mongoose';

/** Makes the guardianships, and the index by which birth certificates are found. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Guardianship', 'Resident']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
