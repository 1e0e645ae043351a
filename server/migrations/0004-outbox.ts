import type { Connection } from 'mongoose';

/** Makes the collections of messages, and the index by which documents that owe one are found. */
export async function up(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}
