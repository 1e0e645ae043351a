import type { Contract } from '@linkang/shared/api/contract.routes';
import type { ContractRow } from './contract.model';

/** What staff see of a contract beyond what its resident sees. */
export interface StaffView {
  residentAge?: number;
  idNumberMasked?: string;
  communityName: string | null;
  capacityWarning: boolean;
}

/** What a contract's reply needs from other features. */
export interface ContractView {
  /** Masked where the reader is not to see it whole. */
  residentName: string;
  teamName: string;
  decidedBy: string | null;
  reason: string | null;
  can: Contract['can'];
  staff?: StaffView;
}

/** A contract as its resident or staff see it. */
export const presentContract = (contract: ContractRow, { staff, ...view }: ContractView): Contract => ({
  id: contract._id,
  status: contract.status,
  residentId: contract.residentId,
  residentName: view.residentName,
  teamId: contract.teamId,
  teamName: view.teamName,
  packages: contract.packages.map(({ code, name }) => ({ id: code, code, name })),
  termYears: contract.termYears,
  textVersion: contract.textVersion,
  signedAt: contract.signedAt.toISOString(),
  startDay: contract.startDay,
  endDay: contract.endDay,
  decidedAt: contract.decidedAt?.toISOString() ?? null,
  decidedBy: view.decidedBy,
  reason: view.reason,
  can: view.can,
  rev: contract.rev,
  ...staff,
});
