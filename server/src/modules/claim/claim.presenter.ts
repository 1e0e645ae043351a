import type { Claim, DeskClaim } from '@linkang/shared/api/claim.routes';
import type { FoundResident } from '@linkang/shared/api/resident.routes';
import type { Keyring } from '../../platform/keyring';
import type { ClaimRow } from './claim.model';
import { openName } from './claim.sealing';

/** What settles is as good as done for those who look; what was replaced cannot be looked at any more. */
const statusOf = ({ status }: ClaimRow): Claim['status'] =>
  status === 'open' || status === 'done' ? status : status === 'settling' ? 'done' : 'rejected';

/** For the account: nothing tells whether anybody has the number, or a phone. */
export const presentClaim = (row: ClaimRow, hasCodes: boolean): Claim => ({
  id: row._id,
  status: statusOf(row),
  deskNumber: row.deskNumber,
  // A phone on file says nothing about who is a child's guardian: papers do.
  hasCodes: hasCodes && row.guardian === undefined,
  forChild: row.guardian !== undefined,
  codeAskedAt: row.code?.askedAt.toISOString() ?? null,
  expiresAt: row.expiresAt.toISOString(),
});

/** For the desk. */
export const presentDeskClaim = (
  keyring: Keyring,
  row: ClaimRow,
  person: { found: FoundResident; name: string; accountId: string | undefined } | undefined,
  guardianName: string,
): DeskClaim => ({
  id: row._id,
  status: statusOf(row),
  name: openName(keyring, row),
  resident: person?.found ?? null,
  isOtherName: person !== undefined && person.name !== openName(keyring, row),
  guardian: row.guardian === undefined ? null : { name: guardianName, relationship: row.guardian },
  hasOtherAccount: person?.accountId !== undefined && person.accountId !== row.accountId,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});
