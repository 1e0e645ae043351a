import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import type { NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { owe, type OutboxEntry } from '../../platform/outbox';
import { teamNames } from '../team';
import { findKnownIds, metAnother } from './contract.model';
import type { ContractRow } from './contract.schema';
import { beginDue, expire, findDue, findOverdue, findToRemind, remind } from './moves.model';
import { deleteSignatures, findSignatureIds } from './signature.model';

const DAY_MS = 86_400_000;
const LEASE_MS = 10 * 60_000;
const BATCH = 200;
/** What comes by itself comes when people are up. */
const MORNING = '09:00';

/**
 * Removes signatures whose contract was never kept because the process died in between. Those of the last
 * day are left alone: their contract may be on its way.
 */
async function removeLostSignatures(now: Date): Promise<void> {
  const ids = await findSignatureIds(new Date(now.getTime() - 31 * DAY_MS), new Date(now.getTime() - DAY_MS));
  const known = await findKnownIds(ids);
  await deleteSignatures(ids.filter((id) => !known.has(id)));
}

/** Does something with every row that is found, until none is left that it can be done with. */
async function eachOf(
  find: (limit: number) => Promise<ContractRow[]>,
  deal: (rows: ContractRow[]) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const rows = await find(BATCH);
    const done = rows.length ? await deal(rows) : 0;
    total += done;
    if (rows.length < BATCH || done === 0) return total;
  }
}

/** Lets contracts run whose first day is here. One that something is in the way of stays for the next time. */
async function beginContracts(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const begun = await eachOf(
    (limit) => findDue(dayOf(now), limit),
    async (rows) => {
      let done = 0;
      for (const row of rows) {
        const moved = await beginDue(row, now).catch((error: unknown) => {
          if (!metAnother(error)) throw error;
          deps.log.warn({ contractId: row._id }, 'another contract is in the way of one that is due');
          return null;
        });
        if (moved) done += 1;
      }
      return done;
    },
  );
  if (begun) deps.log.info({ begun }, 'contracts begun');
}

/** A message about the end of a contract, for the morning of the day. */
const endNotice = (kind: NoticeKind, row: ContractRow, teamName: string, today: string): OutboxEntry => {
  const about = { residentId: row.residentId, targetId: row._id };
  const data = { teamName, ...(row.endDay === null ? {} : { day: row.endDay }) };
  return owe(kind, about, data, instantOf(today, MORNING));
};

const namesFor = async (rows: readonly ContractRow[]): Promise<(row: ContractRow) => string> => {
  const names = await teamNames(rows.map(({ teamId }) => teamId));
  return ({ teamId }) => names.get(teamId) ?? '家庭医生团队';
};

/** Ends contracts whose term is over. */
async function expireContracts(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const ended = await eachOf(
    (limit) => findOverdue(today, limit),
    async (rows) => {
      const nameOf = await namesFor(rows);
      let done = 0;
      for (const row of rows)
        if (await expire(row._id, now, endNotice('contractExpired', row, nameOf(row), today))) done += 1;
      return done;
    },
  );
  if (ended) deps.log.info({ ended }, 'contracts expired');
}

/** Reminds people of an end that is near, once for each number of days; of those that were missed only the nearest. */
async function remindOfEnds(deps: Deps): Promise<void> {
  const today = dayOf(deps.clock.now());
  const steps = [...deps.config.contract.rules.remindDaysBefore].sort((a, b) => a - b);
  let nearer = -1;
  for (const days of steps) {
    const from = addDays(today, nearer + 1);
    await eachOf(
      (limit) => findToRemind(from, addDays(today, days), days, limit),
      async (rows) => {
        const nameOf = await namesFor(rows);
        let done = 0;
        for (const row of rows)
          if (await remind(row._id, days, endNotice('contractEndsSoon', row, nameOf(row), today))) done += 1;
        return done;
      },
    );
    nearer = days;
  }
}

/** What contracts do by themselves. */
export const contractJobs = (deps: Deps): Job[] => [
  {
    // Hourly, although only midnight brings work: a server that was off at midnight catches up.
    name: 'expireContracts',
    pattern: '0 1 * * * *',
    leaseMs: LEASE_MS,
    run: async () => {
      // First what follows: what it follows makes way for it, and does not expire.
      await beginContracts(deps);
      await expireContracts(deps);
    },
  },
  {
    name: 'remindOfContractEnds',
    pattern: '0 6 * * * *',
    leaseMs: LEASE_MS,
    run: () => remindOfEnds(deps),
  },
  {
    name: 'removeLostSignatures',
    pattern: '0 40 3 * * *',
    leaseMs: LEASE_MS,
    run: () => removeLostSignatures(deps.clock.now()),
  },
];
