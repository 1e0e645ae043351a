import type { Connection } from 'mongoose';

/** Makes the indexes of records that were shown at a counter or opened in an emergency, and of sensitive marks. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Reveal', 'Emergency', 'ResidentFlags']) await connection.model(name).createIndexes();
}
