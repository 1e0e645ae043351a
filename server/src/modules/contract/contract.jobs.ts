import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { expireBefore, findKnownIds } from './contract.model';
import { deleteSignatures, findSignatureIds } from './signature.model';

const DAY_MS = 86_400_000;
const LEASE_MS = 10 * 60_000;

/**
 * Removes signatures whose contract was never kept because the process died in between. Those of the last
 * day are left alone: their contract may be on its way.
 */
async function removeLostSignatures(now: Date): Promise<void> {
  const ids = await findSignatureIds(new Date(now.getTime() - 31 * DAY_MS), new Date(now.getTime() - DAY_MS));
  const known = await findKnownIds(ids);
  await deleteSignatures(ids.filter((id) => !known.has(id)));
}

/** What contracts do by themselves. */
export const contractJobs = (deps: Deps): Job[] => [
  {
    // Hourly, although only midnight brings work: a server that was off at midnight catches up.
    name: 'expireContracts',
    pattern: '0 1 * * * *',
    leaseMs: LEASE_MS,
    run: async () => {
      const ended = await expireBefore(dayOf(deps.clock.now()));
      if (ended) deps.log.info({ ended }, 'contracts expired');
    },
  },
  {
    name: 'removeLostSignatures',
    pattern: '0 40 3 * * *',
    leaseMs: LEASE_MS,
    run: () => removeLostSignatures(deps.clock.now()),
  },
];
