import type { Connection } from 'mongoose';

/** Makes the indexes for accounts, communities and teams that are added by hand; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Staff', 'Community', 'Team']) await connection.model(name).createIndexes();
}
