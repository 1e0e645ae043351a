import type { Connection } from 'mongoose';
import '../src/modules/education';

/** Makes the collections of the ledgers of health education with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['NoticeBoard', 'BoardChange', 'EducationMaterial', 'MaterialEntry']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
