import type { Connection } from 'mongoose';
import '../src/modules/contract';

/**
 * Gives contracts the places that they take among their resident's, and the indexes on them. What is done already is
 * found done, and of the unique index of before the rule still holds until the new ones are there.
 */
export async function up(connection: Connection): Promise<void> {
  const contracts = connection.collection('contracts');
  await contracts.updateMany({ kind: { $exists: false } }, { $set: { kind: 'first', signedAs: 'resident' } });
  const waiting = ['now', 'next'];
  await contracts.updateMany({ open: true, status: 'pendingReview' }, { $set: { slots: waiting } });
  await contracts.updateMany({ open: true, status: 'active' }, { $set: { slots: ['now'] } });
  const model = connection.model('Contract');
  await model.createIndexes();
  const indexes = await contracts.indexes();
  const old = indexes.find(({ partialFilterExpression }) => partialFilterExpression?.open === true);
  if (old?.name) await contracts.dropIndex(old.name);
  await contracts.updateMany({ open: { $exists: true } }, { $unset: { open: '' } });
}
