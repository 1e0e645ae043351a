import type { Connection } from 'mongoose';

/** Collections whose words others are shown. */
const models = ['Article', 'Lecture', 'Announcement', 'Doctor', 'Team'] as const;

/** Makes the indexes of content checks, and lets what was written before be checked as well. */
export async function up(connection: Connection): Promise<void> {
  for (const name of models) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
    const check = { state: 'todo', key: 'before', tries: 0, nextAt: new Date(0) };
    await model.collection.updateMany({ check: { $exists: false } }, { $set: { check } });
  }
  const files = connection.model('File');
  await files.createCollection();
  await files.createIndexes();
  const check = { state: 'todo', tries: 0, nextAt: new Date(0) };
  await files.collection.updateMany({ check: { $exists: false } }, { $set: { check } });
}
