import type { Connection } from 'mongoose';

/** Makes the collection of the photos of signed papers. */
export async function up(connection: Connection): Promise<void> {
  const model = connection.model('ProxyPaper');
  await model.createCollection();
  await model.createIndexes();
}
