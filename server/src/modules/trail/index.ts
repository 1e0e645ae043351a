import type { Module } from '../../platform/module';
import { recordRefusal, removeOldAudits, sealAndLook, tellHead } from '../audit';
import { trailData } from './trail.personal';
import { buildTrailHandlers } from './trail.router';

const LEASE_MS = 10_000;
const LONG_LEASE_MS = 10 * 60_000;

/** Who looked at whose record: the person's own page, and the search of those who look after the log. */
export const trailModule: Module = {
  feature: 'trail',
  handlers: buildTrailHandlers,
  personalData: trailData,
  onRefusal: () => recordRefusal,
  jobs: (deps) => [
    { name: 'sealAudits', pattern: '*/10 * * * * *', leaseMs: LEASE_MS, run: () => sealAndLook(deps) },
    { name: 'tellAuditHead', pattern: '0 5 * * * *', leaseMs: LEASE_MS, run: () => tellHead(deps) },
    {
      name: 'removeOldAudits',
      pattern: '0 50 3 * * *',
      leaseMs: LONG_LEASE_MS,
      run: async () => {
        const removed = await removeOldAudits(deps, deps.config.retention.audit.keepYears);
        if (removed) deps.log.info({ removed }, 'old rows of the audit log removed');
      },
    },
  ],
};
