import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { processKeyring } from '../../platform/keyring';
import { grantPlace, type GrantRow } from '../grant';

/** One past its last day has ended, also before the job says so. */
const statusOn = ({ status, open, endsDay }: GrantRow, today: string): Proxy['status'] =>
  open && endsDay < today ? 'expired' : status;

interface Sight {
  name: string;
  hasPaper: boolean;
  residentId: string | null;
}

const presentWith = (grant: GrantRow, { name, hasPaper, residentId }: Sight, today: string): Proxy => ({
  id: grant._id,
  status: statusOn(grant, today),
  name,
  relationship: grant.relationship,
  scopes: grant.scopes,
  endsDay: grant.endsDay,
  askedAt: grant.askedAt.toISOString(),
  confirmedAt: grant.confirmedAt?.toISOString() ?? null,
  channel: grant.channel,
  hasPaper,
  residentId,
  rev: grant.rev,
});

/** For the relative: nothing tells whether the person is known before they agree. */
export const presentAsked = (grant: GrantRow, today: string): Proxy => {
  const active = statusOn(grant, today) === 'active';
  const askedName = processKeyring().decrypt(grant.askedName, grantPlace('askedName', grant._id));
  const residentId = active ? (grant.residentId ?? null) : null;
  return presentWith(grant, { name: askedName, hasPaper: false, residentId }, today);
};

/** For the person acted for and the desk: who the relative is. */
export const presentReceived = (grant: GrantRow, relativeName: string, today: string): Proxy =>
  presentWith(grant, { name: relativeName, hasPaper: grant.paperId !== undefined, residentId: null }, today);
