import mongoose from 'mongoose';
import type { ContractRow } from './contract.model';

/** A contract that runs, as other features need it. */
export interface ActiveContract {
  id: string;
  residentId: string;
  teamId: string;
  packages: ContractRow['packages'];
  startDay: string;
  endDay: string;
}

const contracts = () => mongoose.connection.collection<ContractRow>('contracts');

const present = ({ _id, residentId, teamId, packages, startDay, endDay }: ContractRow) => ({
  id: _id,
  residentId,
  teamId,
  packages,
  startDay: startDay ?? '',
  endDay: endDay ?? '',
});

/** The running contracts of some people, each of whom has one at most; by one query. */
export async function findActiveContracts(residentIds: readonly string[]): Promise<ActiveContract[]> {
  if (residentIds.length === 0) return [];
  const rows = await contracts()
    .find({ residentId: { $in: [...residentIds] }, open: true, status: 'active' })
    .toArray();
  return rows.map(present);
}

/** Running contracts in order of their ids, after one of them. */
export async function listActiveContracts(afterId: string, limit: number): Promise<ActiveContract[]> {
  const rows = await contracts()
    .find({ _id: { $gt: afterId }, status: 'active' })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  return rows.map(present);
}
