import { owe, type OutboxEntry } from '../../platform/outbox';
import { findGuardiansOf, type GuardianshipRow } from '../guardianship';
import { findResidentsById } from './resident.model';

/** The accounts of a child's guardians. */
async function guardianAccounts(childId: string): Promise<string[]> {
  const rows = await findGuardiansOf([childId]);
  const people = await findResidentsById(rows.flatMap(({ guardianResidentId }) => guardianResidentId ?? []));
  return people.flatMap(({ accountId }) => accountId ?? []);
}

/**
 * The messages of a proposal: to the one who is named, where somebody has that number and name, and to the child's
 * other guardians. The one who proposes gets none, so that nothing shows whether the named one is known.
 */
export async function proposalNotices(row: GuardianshipRow, at: Date): Promise<OutboxEntry[]> {
  const { _id: targetId, residentId, guardianResidentId, addedByAccount } = row;
  const accountIds = (await guardianAccounts(residentId)).filter((id) => id !== addedByAccount);
  return [
    ...(guardianResidentId === undefined
      ? []
      : [owe('guardianAsked', { residentId: guardianResidentId, targetId }, {}, at)]),
    ...(accountIds.length ? [owe('guardianNamed', { residentId, targetId, accountIds }, {}, at)] : []),
  ];
}

/** The message to everybody who answers for the child that somebody is a guardian from now on. */
export async function addedNotice(row: GuardianshipRow, at: Date): Promise<OutboxEntry> {
  const { _id: targetId, residentId, guardianResidentId } = row;
  const accountIds = await guardianAccounts(residentId);
  return owe(
    'guardianAdded',
    { residentId, targetId, accountIds },
    guardianResidentId === undefined ? {} : { relativeId: guardianResidentId },
    at,
  );
}
