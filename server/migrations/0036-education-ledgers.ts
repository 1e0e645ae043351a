import type { Connection } from 'mongoose';
import '../src/modules/education';
import '../src/modules/lecture';
import '../src/modules/subscription';

/** Makes the collections of the ledgers of health education and of subscriptions, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['NoticeBoard', 'BoardChange', 'EducationMaterial', 'MaterialEntry', 'LectureSubscription']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
  // Of activities to come those who subscribed are told.
  await connection.model('Lecture').createIndexes();
}
