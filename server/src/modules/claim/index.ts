import type { Module } from '../../platform/module';
import { sendDueCodes } from './claim.codes';
import { claimData, claimStore, timedClaims } from './claim.leaving';
import { deleteStale, endOpenClaims } from './claim.model';
import { buildClaimHandlers } from './claim.router';
import { settleAll } from './claim.settling';

/** How an account gets a person whom the centre knows already: by a code, or at the desk. */
export const claimModule: Module = {
  feature: 'claim',
  handlers: buildClaimHandlers,
  endService: (_, { accountId }, now) => endOpenClaims(accountId, now),
  personalData: claimData,
  personalStores: [claimStore],
  timedStores: [timedClaims],
  jobs: (deps) => [
    { name: 'sendClaimCodes', pattern: '*/2 * * * * *', leaseMs: 60_000, run: () => sendDueCodes(deps) },
    { name: 'settleClaims', pattern: '15 * * * * *', leaseMs: 60_000, run: () => settleAll(deps) },
    {
      name: 'removeStaleClaims',
      pattern: '0 35 * * * *',
      leaseMs: 60_000,
      run: async () => {
        const removed = await deleteStale(deps.clock.now());
        if (removed) deps.log.info({ removed }, 'claims that ran out removed');
      },
    },
  ],
};
