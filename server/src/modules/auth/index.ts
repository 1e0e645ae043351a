import type { Module } from '../../platform/module';
import { closeSignInsOf } from '../sign-in';
import { countAccount, deleteAccount } from './account.model';
import { buildAuthHandlers } from './auth.router';

export { createDemoAccount } from './account.demo';
export { openIdOf } from './account.identity';

/** Signing in and out, for residents and staff. */
export const authModule: Module = {
  feature: 'auth',
  handlers: buildAuthHandlers,
  personalStores: [
    {
      key: 'account',
      collections: ['accounts'],
      count: (_, { accountId }) => countAccount(accountId),
      erase: (_, { accountId }) => deleteAccount(accountId),
    },
  ],
  endService: (deps, { accountId }, now) => closeSignInsOf(deps, accountId, now),
};
