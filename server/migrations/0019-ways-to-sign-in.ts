import type { Connection } from 'mongoose';

const EVERY_ACCOUNT = 'wechatKey_1';

/**
 * Accounts may have no WeChat identity, and other keys beside it: the new indexes first, so that no moment is without
 * one, then the old one goes.
 */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Account', 'PhoneCode', 'OfficialStart']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
  const accounts = connection.collection('accounts');
  if (await accounts.indexExists(EVERY_ACCOUNT)) await accounts.dropIndex(EVERY_ACCOUNT);
}
