import type { Module } from '../../platform/module';
import { isLeaving, moveClosures } from './closure.model';
import { runClosures } from './closure.retention';
import { buildClosureHandlers } from './closure.router';
import { removeTimed } from './closure.timed';

export { planErasures, runClosures, type PlannedErasure } from './closure.retention';
export { planTimed, removeTimed, type TimedCount } from './closure.timed';

const LEASE_MS = 60_000;

/** Closing the own account: days of grace, then what the retention table says, kind by kind. */
export const closureModule: Module = {
  feature: 'closure',
  handlers: buildClosureHandlers,
  merging: {
    obstacles: async (_, { stayId, awayId }) =>
      (await isLeaving([stayId, awayId])) ? [{ cause: 'closure', about: '' }] : [],
    move: async (_, { stayId, awayId }) =>
      (await moveClosures(awayId, stayId)) ? [] : [{ cause: 'closure', about: '' }],
  },
  jobs: (deps, all = []) => [
    {
      name: 'runClosures',
      pattern: '*/10 * * * * *',
      leaseMs: LEASE_MS,
      run: async () => {
        const accounts = await runClosures(deps, all);
        if (accounts) deps.log.info({ accounts }, 'accounts on their way out looked at');
      },
    },
    {
      name: 'removeTimed',
      pattern: '0 20 4 * * *',
      leaseMs: LEASE_MS,
      run: async () => {
        const counts = (await removeTimed(deps, all)).filter(({ count }) => count > 0);
        const removed = Object.fromEntries(counts.map(({ key, count }) => [key, count]));
        if (counts.length) deps.log.info({ removed }, 'what was beyond its time removed');
      },
    },
  ],
};
