import type { FoundResident } from '@linkang/shared/api/resident.routes';
import { sensitiveFlags, type SensitiveFlag } from '@linkang/shared/domain/access-rules';
import type { Deps } from '../../platform/deps';
import { processKeyring } from '../../platform/keyring';
import type { MergePart, PersonPair } from '../../platform/module';
import { moveChanges } from './change.model';
import { deleteFlags, findFlags, replaceFlags } from './flags.model';
import { adoptCertificate, findEvenMerged, giveUpRecord } from './merging.model';
import { findResidentById, findResidentsById, giveToAccount } from './resident.model';
import { sealFlags, unsealFlags } from './resident.flags';
import { presentFound } from './resident.presenter';
import { openField, openName, sealField } from './resident.sealing';
import { hashCertificate } from './resident.search';

/** One of two records that may be the same person. */
export interface MergeRecord {
  found: FoundResident;
  accountId?: string;
  createdAt: Date;
}

/** A record as it is compared, masked; undefined where there is none. */
export async function findRecord(deps: Deps, id: string, today: string): Promise<MergeRecord | undefined> {
  const resident = await findResidentById(id);
  if (!resident) return undefined;
  const { accountId, createdAt } = resident;
  return {
    found: presentFound(resident, deps.keyring, today),
    createdAt,
    ...(accountId === undefined ? {} : { accountId }),
  };
}

/** Names of people, also of those who are known under another record by now. */
export async function residentNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = ids.length ? await findEvenMerged([...new Set(ids)]) : [];
  return new Map(rows.map((row) => [row._id, openName(processKeyring(), row)]));
}

/** Takes the record out of everybody's sight. @returns false when it is closed, or a part of a third one */
export const giveUp = ({ keyring }: Deps, { awayId, stayId }: PersonPair): Promise<boolean> =>
  giveUpRecord(awayId, stayId, keyring.hash('mergedResident', awayId));

/** Gives the person to the account that was chosen. @returns false when an account changed hands meanwhile */
export async function bindAccount({ stayId, stayAccountId, accountId }: PersonPair): Promise<boolean> {
  if (accountId === undefined || accountId === stayAccountId) return true;
  const given = await giveToAccount(stayId, stayAccountId, accountId);
  return given !== null && given !== 'taken';
}

/** Marks of one record that the other one lacks go over, as of the same person; nobody is told that there are any. */
async function moveFlags({ keyring }: Deps, { stayId, awayId }: PersonPair, now: Date): Promise<void> {
  const [away, stay] = await Promise.all([findFlags(awayId), findFlags(stayId)]);
  if (!away) return;
  const theirs = unsealFlags(keyring, awayId, away.sealed);
  const own = stay ? unsealFlags(keyring, stayId, stay.sealed) : [];
  const all = (Object.keys(sensitiveFlags) as SensitiveFlag[]).filter((flag) => [...theirs, ...own].includes(flag));
  const merged = { _id: stayId, sealed: sealFlags(keyring, stayId, all), by: away.by, at: now };
  // When somebody sets them at this moment, the next run finds what they chose.
  if (await replaceFlags(merged, stay?.rev ?? 0)) await deleteFlags(awayId);
}

/** A child is found by its birth certificate under whichever record stays. */
async function moveCertificate({ keyring }: Deps, { stayId, awayId }: PersonPair): Promise<void> {
  const [away] = await findEvenMerged([awayId]);
  if (!away?.certificate) return;
  const number = openField(keyring, away, 'certificate');
  await adoptCertificate(stayId, {
    certificate: sealField(keyring, stayId, 'certificate', number),
    certificateHash: hashCertificate(keyring, number),
  });
}

/** What follows of the record itself; consents stay where they were given, as evidence. */
export const residentMerging: MergePart = {
  async obstacles(_, { stayId, awayId }) {
    const rows = await findResidentsById([stayId, awayId]);
    return rows.some(({ stopped }) => stopped?.length) ? [{ cause: 'consent', about: '' }] : [];
  },
  async move(deps, pair, now) {
    await moveFlags(deps, pair, now);
    await moveCertificate(deps, pair);
    await moveChanges(pair.awayId, pair.stayId);
    return [];
  },
};
