import { createHash } from 'node:crypto';
import type { ImportedPerson } from '@linkang/shared/domain/import-row';
import type { Deps } from '../../platform/deps';
import { findByIdHashes, findKnown, insertPeople, writeContacts, type KnownRow } from './importing.model';
import { buildResident } from './resident.registration';
import { openField, openName, sealField } from './resident.sealing';
import { hashIdNumber } from './resident.search';
import type { ResidentDocument } from './resident.model';

/** Somebody of a sheet who is here already. */
export interface KnownPerson {
  id: string;
  /** Whether the sheet calls them as the record does. */
  sameName: boolean;
  /** Which of phone, community and address the record has. */
  has: { phone: boolean; communityId: boolean; address: boolean };
}

/** A person of a sheet, with the hash of the number. */
export type SheetPerson = Omit<ImportedPerson, 'record'> & { idHash: string };

/** Keyed hash by which the person of an ID number is found. */
export const importHashOf = ({ keyring }: Pick<Deps, 'keyring'>, idNumber: string): string =>
  hashIdNumber(keyring, idNumber);

/**
 * The id that a person gets who is first registered by a run: whoever takes the run up again after a kill knows by it
 * whom the run has made.
 */
export const importedId = (runId: string, idHash: string): string =>
  createHash('sha256').update(`${runId}:${idHash}`).digest('hex').slice(0, 24);

async function followMerges(rows: readonly KnownRow[]): Promise<Map<string, KnownRow>> {
  const found = new Map(rows.map((row) => [row.idHash, row]));
  const stays = new Map(
    (await findKnown(rows.flatMap(({ mergedInto }) => mergedInto ?? []))).map((row) => [row._id, row]),
  );
  for (const { idHash, mergedInto } of rows) {
    const stay = mergedInto === undefined ? undefined : stays.get(mergedInto);
    if (stay) found.set(idHash, stay);
  }
  return found;
}

/** Those people of a sheet who are here already, by the hash of their number; authorise before. */
export async function findImported(
  { keyring }: Pick<Deps, 'keyring'>,
  people: readonly SheetPerson[],
): Promise<Map<string, KnownPerson>> {
  const rows = await followMerges(await findByIdHashes(people.map(({ idHash }) => idHash)));
  const known = new Map<string, KnownPerson>();
  for (const { idHash, name } of people) {
    const row = rows.get(idHash);
    if (!row) continue;
    const { phoneHash, communityId, addressDetail } = row;
    known.set(idHash, {
      id: row._id,
      sameName: openName(keyring, row) === name,
      has: { phone: phoneHash !== null, communityId: communityId !== null, address: addressDetail !== null },
    });
  }
  return known;
}

/**
 * Registers people of a sheet, each once for an ID number. Consents are asked of them when they take the record over.
 * @returns false when one of them was registered elsewhere meanwhile; the others are there
 */
export const registerImported = (
  deps: Deps,
  people: readonly (SheetPerson & { id: string })[],
  now: Date,
): Promise<boolean> =>
  insertPeople(
    people.map(({ id, name, phone, communityId, address, idNumber: number, idHash: hash, birthDay, sex }) =>
      buildResident(
        deps,
        id,
        {
          name,
          ...(phone === undefined ? {} : { phone }),
          address: { communityId, detail: address },
          paper: { idType: 'residentId', number, hash, birthDay, sex },
        },
        now,
      ),
    ),
  );

/** What of the contact of somebody who is here the sheet writes. */
export type ContactChange = Pick<SheetPerson, 'phone' | 'communityId' | 'address'>;

/** Writes phone, community and address of people who are here; what says so already stays untouched. */
export async function changeContacts(deps: Deps, changes: ReadonlyMap<string, ContactChange>): Promise<void> {
  const { keyring } = deps;
  const rows = (await findKnown([...changes.keys()])).filter(({ mergedInto }) => mergedInto === undefined);
  const writes = rows.map((row) => {
    const { phone, communityId, address } = changes.get(row._id) ?? {};
    const set: Partial<Pick<ResidentDocument, 'phone' | 'phoneHash' | 'communityId' | 'addressDetail'>> = {};
    const phoneHash = phone === undefined ? undefined : keyring.hash('phone', phone);
    if (phone !== undefined && phoneHash !== undefined && phoneHash !== row.phoneHash)
      Object.assign(set, { phone: sealField(keyring, row._id, 'phone', phone), phoneHash });
    if (communityId !== undefined && communityId !== row.communityId) set.communityId = communityId;
    const stood = row.addressDetail === null ? null : openField(keyring, row as ResidentDocument, 'addressDetail');
    if (address !== undefined && address !== stood)
      set.addressDetail = sealField(keyring, row._id, 'addressDetail', address);
    return { id: row._id, set };
  });
  await writeContacts(writes.filter(({ set }) => Object.keys(set).length > 0));
}
