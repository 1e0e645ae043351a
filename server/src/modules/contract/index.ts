import type { Module } from '../../platform/module';
import { contractJobs } from './contract.jobs';
import { countWaiting, findOpenContract } from './contract.model';
import { buildContractHandlers } from './contract.router';

export { createDemoContract, type DemoContract } from './contract.demo';
export { latestContractOf } from './contract.service';

/** The contract of a resident that waits or runs, as other features see it. */
export interface OpenContract {
  id: string;
  status: 'pendingReview' | 'active';
  teamId: string;
  startDay: string | null;
  endDay: string | null;
}

/** The contract of a resident that waits for review or runs, or null. */
export async function openContractOf(residentId: string): Promise<OpenContract | null> {
  const row = await findOpenContract(residentId);
  if (!row) return null;
  const { _id: id, teamId, startDay, endDay } = row;
  return { id, status: row.status === 'active' ? 'active' : 'pendingReview', teamId, startDay, endDay };
}

/** Applications that wait for review, of some teams or of all. */
export const countPending = (teamIds?: readonly string[]): Promise<number> => countWaiting(teamIds);

/** Signing with a family-doctor team, and its review. */
export const contractModule: Module = { feature: 'contract', handlers: buildContractHandlers, jobs: contractJobs };
