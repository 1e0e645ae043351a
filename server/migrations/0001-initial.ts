import type { Connection } from 'mongoose';

/** Collections that no feature owns, with their indexes. */
const platformIndexes = {
  revocations: { keys: { at: 1 }, options: { expireAfterSeconds: 2 * 3600 } },
  rateLimits: { keys: { expire: -1 }, options: { expireAfterSeconds: 0 } },
} as const;

/** Makes every collection with the indexes that its model declares; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  await Promise.all(
    Object.values(connection.models).map(async (model) => {
      await model.createCollection();
      await model.createIndexes();
    }),
  );
  for (const [name, { keys, options }] of Object.entries(platformIndexes))
    await connection.collection(name).createIndex(keys, options);
  await connection.collection('rateLimits').createIndex({ key: 1 }, { unique: true });
}
