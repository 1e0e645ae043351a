import type { FoundResident } from '@linkang/shared/api/resident.routes';
import type { Deps } from '../../platform/deps';
import { findResidentByIdHash, type ResidentDocument } from './resident.model';
import { presentFound } from './resident.presenter';
import { hashCertificate, hashIdNumber } from './resident.search';
import { openField, openName } from './resident.sealing';

/** What a claim has to know of a person. */
export interface Claimable {
  id: string;
  name: string;
  /** The account whose own person it is. */
  accountId: string | undefined;
  phone: string | null;
  phoneHash: string | null;
}

const toClaimable = ({ keyring }: Pick<Deps, 'keyring'>, resident: ResidentDocument | null): Claimable | undefined =>
  resident
    ? {
        id: resident._id,
        name: openName(keyring, resident),
        accountId: resident.accountId,
        phone: resident.phone === null ? null : openField(keyring, resident, 'phone'),
        phoneHash: resident.phoneHash,
      }
    : undefined;

/** Keyed hash of an ID number, whether or not anybody has it. */
export const idHashOf = ({ keyring }: Pick<Deps, 'keyring'>, idNumber: string): string =>
  hashIdNumber(keyring, idNumber);

/** Keyed hash of a birth certificate's number, whether or not anybody has it. */
export const certificateHashOf = ({ keyring }: Pick<Deps, 'keyring'>, certificate: string): string =>
  hashCertificate(keyring, certificate);

/** The person with an ID number or birth certificate, by its keyed hash. */
export const findClaimable = async (deps: Deps, idHash: string): Promise<Claimable | undefined> =>
  toClaimable(deps, await findResidentByIdHash(idHash));

/** A person as a search at the desk shows them, with the whole name, and the account that they belong to. */
export async function findFound(
  deps: Deps,
  idHash: string,
  today: string,
): Promise<{ found: FoundResident; name: string; accountId: string | undefined } | undefined> {
  const resident = await findResidentByIdHash(idHash);
  if (!resident) return undefined;
  return {
    found: presentFound(resident, deps.keyring, today),
    name: openName(deps.keyring, resident),
    accountId: resident.accountId,
  };
}
