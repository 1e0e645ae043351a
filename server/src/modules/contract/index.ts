import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Module } from '../../platform/module';
import { contractJobs } from './contract.jobs';
import { contractData, contractStore } from './contract.leaving';
import { contractMerging } from './contract.merging';
import { countWaiting, endOpenOf, findActive, findActiveAfter } from './contract.model';
import { buildContractHandlers } from './contract.router';
import type { ContractRow, SignedPackage } from './contract.schema';

export { createDemoContract, type DemoContract } from './contract.demo';
export { findSignedBetween } from './contract.model';
export type { ContractRow } from './contract.schema';
export { latestContractOf } from './contract.service';

/** A contract that runs, as other features know it. */
export interface ActiveContract {
  id: string;
  residentId: string;
  teamId: string;
  packages: readonly SignedPackage[];
  termYears: number;
  startDay: string;
  endDay: string;
}

const asActive = ({ _id, residentId, teamId, packages, termYears, startDay, endDay }: ContractRow): ActiveContract[] =>
  startDay === null || endDay === null ? [] : [{ id: _id, residentId, teamId, packages, termYears, startDay, endDay }];

/** The running contracts of residents, one each at most. */
export const findActiveContracts = async (residentIds: readonly string[]): Promise<ActiveContract[]> =>
  residentIds.length ? (await findActive(residentIds)).flatMap(asActive) : [];

/** The running contracts in the order of their ids, those after one of them. */
export const listActiveContracts = async (afterId: string, limit: number): Promise<ActiveContract[]> =>
  (await findActiveAfter(afterId, limit)).flatMap(asActive);

/** The team of the contract that runs on a day; null where none does. */
export async function findActiveTeam(residentId: string, day: string): Promise<string | null> {
  const running = await findActiveContracts([residentId]);
  return running.find(({ startDay, endDay }) => startDay <= day && day <= endDay)?.teamId ?? null;
}

/** Applications that wait for review, of some teams or of all. */
export const countPending = (teamIds?: readonly string[]): Promise<number> => countWaiting(teamIds);

/** Signing with a family-doctor team, and its review. */
export const contractModule: Module = {
  feature: 'contract',
  handlers: buildContractHandlers,
  jobs: contractJobs,
  endService: ({ keyring }, { residentId }, now) => endOpenOf(keyring, residentId, now, dayOf(now)),
  personalData: contractData,
  personalStores: [contractStore],
  merging: contractMerging,
};
