import type { Module } from '../../platform/module';
import { contractJobs } from './contract.jobs';
import { contractData, contractStore } from './contract.leaving';
import { contractMerging } from './contract.merging';
import { countWaiting, endOpenOf, findOpenContract } from './contract.model';
import { buildContractHandlers } from './contract.router';

export { createDemoContract, type DemoContract } from './contract.demo';
export { findSignedBetween, type ContractRow } from './contract.model';
export { findActiveContracts, listActiveContracts, type ActiveContract } from './contract.running';
export { latestContractOf } from './contract.service';

/** The team of the contract that runs on a day; null where none does. */
export async function findActiveTeam(residentId: string, day: string): Promise<string | null> {
  const contract = await findOpenContract(residentId);
  const runs = contract?.status === 'active' && (contract.startDay ?? day) <= day && (contract.endDay ?? day) >= day;
  return runs ? contract.teamId : null;
}

/** Applications that wait for review, of some teams or of all. */
export const countPending = (teamIds?: readonly string[]): Promise<number> => countWaiting(teamIds);

/** Signing with a family-doctor team, and its review. */
export const contractModule: Module = {
  feature: 'contract',
  handlers: buildContractHandlers,
  jobs: contractJobs,
  endService: ({ keyring }, { residentId }, now) => endOpenOf(keyring, residentId, now),
  personalData: contractData,
  personalStores: [contractStore],
  merging: contractMerging,
};
