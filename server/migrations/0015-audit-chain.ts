import type { Connection } from 'mongoose';

/** Indexes that others have taken the place of. */
const former = ['residentId_1_at_-1', 'staffId_1_at_-1'];

/**
 * Puts the rows that are there into the first block of the chain, and makes the collections and indexes of the log
 * and of accounts that are closed.
 */
export async function up(connection: Connection): Promise<void> {
  const audits = connection.collection('audits');
  await audits.updateMany({ block: { $exists: false } }, { $set: { block: 0 } });
  const names = (await audits.indexes()).map((index) => index.name);
  for (const name of former) if (names.includes(name)) await audits.dropIndex(name);
  for (const name of ['Audit', 'AuditBlock', 'Closure', 'Copy', 'Notice']) {
    await connection.model(name).createCollection();
    await connection.model(name).createIndexes();
  }
}
