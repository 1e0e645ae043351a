import type { Connection } from 'mongoose';

/** Makes the claims, and the index of those who took a consent back; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Claim', 'Resident']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
