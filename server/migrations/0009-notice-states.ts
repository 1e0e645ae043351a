import type { Connection } from 'mongoose';

/** Makes the index by which staff look messages up by what became of them. */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Notice').createIndexes();
}
