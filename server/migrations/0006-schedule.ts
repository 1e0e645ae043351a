import type { Connection } from 'mongoose';

/** Makes the indexes of weekly templates, of the calendar and of what was made from them. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Template', 'CalendarDay', 'MadeSession']) await connection.model(name).createIndexes();
}
