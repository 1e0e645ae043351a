import type { Connection } from 'mongoose';

/** Makes the waiting list and the indexes for holds, offers and closed seats; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Seat', 'Waiting']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
