import type { Connection } from 'mongoose';

/** Makes the list of those whom the desk telephones, and the indexes by which messages that did not come are found. */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Call').createCollection();
  await connection.model('Call').createIndexes();
  await connection.model('Notice').createIndexes();
}
