import type { Module } from '../../platform/module';
import { contractJobs } from './contract.jobs';
import { contractData, contractStore } from './contract.leaving';
import { contractMerging } from './contract.merging';
import { countWaiting, endOpenOf } from './contract.model';
import { buildContractHandlers } from './contract.router';

export { createDemoContract, type DemoContract } from './contract.demo';
export { findSignedBetween, type ContractRow } from './contract.model';
export { findActiveContracts, listActiveContracts, type ActiveContract } from './contract.running';
export { latestContractOf } from './contract.service';

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
