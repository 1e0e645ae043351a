import type { Connection } from 'mongoose';

/** Makes the collection of the photos of signed papers, and the index of what guardians are to be told. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['ProxyPaper', 'Guardianship']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
