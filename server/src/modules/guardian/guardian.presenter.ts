import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import { guardianshipEnds, isAdult } from '@linkang/shared/domain/guardianship';
import { processKeyring } from '../../platform/keyring';
import { guardianshipPlace, type GuardianshipRow } from '../guardianship';
import type { ResidentProfile } from '../resident';

/** What a row is shown with. */
interface Sight {
  /** The child, where the reader may know its birth day. */
  child: ResidentProfile | undefined;
  today: string;
  name: string;
  own: boolean;
}

/** One past the child's 18th birthday has ended, without anybody doing anything. */
const statusOn = ({ status }: GuardianshipRow, { child, today }: Sight): Guardianship['status'] =>
  status === 'active' && child && isAdult(child.birthDay, today) ? 'ended' : status;

function presentWith(row: GuardianshipRow, sight: Sight): Guardianship {
  const isSettled = row.since !== null;
  const ends = isSettled && sight.child ? guardianshipEnds(sight.child.birthDay) : undefined;
  return {
    id: row._id,
    status: statusOn(row, sight),
    name: sight.name,
    relationship: row.relationship,
    childId: isSettled || !sight.own ? row.residentId : null,
    own: sight.own,
    addedBy: row.addedBy,
    since: row.since?.toISOString() ?? null,
    recordEndsDay: ends?.recordEndsDay ?? null,
    endsDay: ends?.endsDay ?? null,
  };
}

/** For the guardian: whose guardian that is. */
export const presentToGuardian = (
  row: GuardianshipRow,
  child: ResidentProfile | undefined,
  today: string,
): Guardianship => presentWith(row, { child, today, name: child?.name ?? '', own: true });

/** For the others: the guardian by the name that was named, which says nothing about whether anybody has it. */
export const presentOfChild = (
  row: GuardianshipRow,
  child: ResidentProfile | undefined,
  today: string,
  ownId: string | undefined,
): Guardianship => {
  const name = processKeyring().decrypt(row.askedName, guardianshipPlace('askedName', row._id));
  return presentWith(row, { child, today, name, own: ownId !== undefined && row.guardianResidentId === ownId });
};
