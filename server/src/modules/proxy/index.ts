import { addYears, dayOf } from '@linkang/shared/domain/clinic-day';
import type { ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { Deps } from '../../platform/deps';
import type { Module } from '../../platform/module';
import { countGrantsOf, deleteGrantsOf, expireGrants, grantPlace, insertGrant, newGrantId } from '../grant';
import { countPapersOf, deletePapersOf } from './paper.model';
import { endProxiesOf, proxyData } from './proxy.leaving';
import { proxyMerging } from './proxy.merging';
import { buildProxyHandlers } from './proxy.router';

const LEASE_MS = 10 * 60_000;

/** A daughter or son of the demo, who may act for a parent from now on for a year. */
export interface DemoProxy {
  accountId: string;
  relativeResidentId: string;
  residentId: string;
  residentName: string;
  scopes: ProxyScope[];
  /** The person's own account. */
  confirmedBy: string;
}

/** Makes an active permission of the demo, once for a pair. */
export async function createDemoProxy(deps: Deps, proxy: DemoProxy): Promise<void> {
  const now = deps.clock.now();
  const { residentName, ...row } = proxy;
  const id = newGrantId();
  await insertGrant({
    ...row,
    _id: id,
    target: deps.keyring.hash('proxyTarget', `demo:${proxy.residentId}`),
    askedName: deps.keyring.encrypt(residentName, grantPlace('askedName', id)),
    relationship: 'child',
    endsDay: addYears(dayOf(now), 1),
    status: 'active',
    open: true,
    slot: 1,
    askedAt: now,
    confirmedAt: now,
    channel: 'account',
    endedAt: null,
    endedBy: null,
    rev: 1,
  });
}

/** Relatives who act for a person, within what the person allowed. */
export const proxyModule: Module = {
  feature: 'proxy',
  handlers: buildProxyHandlers,
  endService: endProxiesOf,
  merging: proxyMerging,
  personalData: proxyData,
  personalStores: [
    {
      key: 'proxies',
      collections: ['proxies'],
      count: (_, { residentId, accountId }) => countGrantsOf(residentId, accountId),
      erase: (_, { residentId, accountId }) => deleteGrantsOf(residentId, accountId),
    },
    {
      key: 'proxies',
      collections: ['proxyPapers'],
      count: (_, { residentId, accountId }) => countPapersOf(residentId, accountId),
      erase: (_, { residentId, accountId }) => deletePapersOf(residentId, accountId),
    },
  ],
  jobs: (deps) => [
    {
      // Hourly, although only midnight brings work: a server that was off at midnight catches up.
      name: 'expireProxies',
      pattern: '0 2 * * * *',
      leaseMs: LEASE_MS,
      run: async () => {
        const now = deps.clock.now();
        const ended = await expireGrants(dayOf(now), now);
        if (ended) deps.log.info({ ended }, 'proxies expired');
      },
    },
  ],
};
