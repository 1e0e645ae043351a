import type { Connection } from 'mongoose';

/** Makes the indexes by which waiting and booking times are counted. */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Seat').createIndexes();
}
