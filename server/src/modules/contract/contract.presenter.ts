import type { Contract } from '@linkang/shared/api/contract.routes';
import type { ContractRow } from './contract.schema';

/** What staff see of a contract beyond what its resident sees. */
export interface StaffView {
  residentAge?: number;
  idNumberMasked?: string;
  communityName: string | null;
  capacityWarning: boolean;
  history?: NonNullable<Contract['history']>;
}

/** What a contract's reply needs from other features. */
export interface ContractView {
  /** Masked where the reader is not to see it whole. */
  residentName: string;
  teamName: string;
  decidedBy: string | null;
  reason: string | null;
  renewFrom: string | null;
  can: Contract['can'];
  staff?: StaffView;
}

/** How a contract went, with the names of staff. */
export const presentHistory = (
  { history = [] }: Partial<Pick<ContractRow, 'history'>>,
  names: ReadonlyMap<string, string>,
): NonNullable<Contract['history']> =>
  history.map(({ at, to, by, accountId, endCode }) => ({
    at: at.toISOString(),
    to,
    by,
    byName: by === 'staff' && accountId !== null ? (names.get(accountId) ?? null) : null,
    endCode: endCode ?? null,
  }));

/** A contract as its resident or staff see it. */
export const presentContract = (contract: ContractRow, { staff, ...view }: ContractView): Contract => ({
  id: contract._id,
  status: contract.status,
  kind: contract.kind,
  previousContractId: contract.previousId ?? null,
  channel: contract.evidence.channel,
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
  lastDay: contract.lastDay ?? null,
  endCode: contract.endCode ?? null,
  renewFrom: view.renewFrom,
  decidedAt: contract.decidedAt?.toISOString() ?? null,
  decidedBy: view.decidedBy,
  reason: view.reason,
  can: view.can,
  rev: contract.rev,
  ...staff,
});
