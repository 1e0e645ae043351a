import type { Connection } from 'mongoose';

/** Makes the requests for files, and the indexes by which a person is found in calls, claims and runs, and what is beyond its time; what is there already stays. */
export async function up(connection: Connection): Promise<void> {
  for (const name of [
    'Call',
    'Notice',
    'Claim',
    'BulkRun',
    'BulkOutcome',
    'Emergency',
    'Reveal',
    'Closure',
    'Export',
    'ExportFile',
  ]) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
