import type { Connection } from 'mongoose';

/** Makes the collections of bulk booking and of paper cards, and the index by which neighbours are found. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['BulkRun', 'BulkOutcome', 'Card']) await connection.model(name).createCollection();
  for (const name of ['BulkRun', 'BulkOutcome', 'Card', 'Resident']) await connection.model(name).createIndexes();
}
