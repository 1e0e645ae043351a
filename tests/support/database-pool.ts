import { MongoClient, type Collection } from 'mongodb';
import { freshDatabaseUri, runUri, uriOf } from './database-uri';

/*
 * Making a database with every collection and index takes seconds, emptying one a moment. A test that is done gives
 * its database back empty, and the next takes it. No migration writes rows of its own, so that an empty one is as new.
 */

interface FreeDatabase {
  _id: string;
  since: Date;
}

/** What tells which migrations a database has seen; it stays. */
const KEPT = ['migrations'];

async function withClient<T>(run: (client: MongoClient, free: Collection<FreeDatabase>) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(runUri());
  try {
    return await run(client, client.db('pool').collection<FreeDatabase>('free'));
  } finally {
    await client.close();
  }
}

/** Uri of an empty database: one that was given back, if there is one. */
export async function takeDatabase(): Promise<string> {
  const given = await withClient((_, free) => free.findOneAndDelete({}, { sort: { since: 1 } }));
  return given ? uriOf(given._id) : freshDatabaseUri();
}

/** Empties a database that has seen every migration, for the next test. Nobody may use it any more. */
export async function giveDatabaseBack(uri: string): Promise<void> {
  const name = new URL(uri).pathname.slice(1);
  await withClient(async (client, free) => {
    const database = client.db(name);
    const collections = await database.listCollections({}, { nameOnly: true }).toArray();
    const emptied = collections.filter((row) => !KEPT.includes(row.name) && !row.name.startsWith('system.'));
    await Promise.all(emptied.map((row) => database.collection(row.name).deleteMany({})));
    await free.insertOne({ _id: name, since: new Date() });
  });
}
