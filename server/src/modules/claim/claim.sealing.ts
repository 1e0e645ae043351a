import { placeOf, type Keyring, type Sealed } from '../../platform/keyring';
import type { ClaimRow } from './claim.model';

type SealedField = 'name' | 'code.sealed';

const placeIn = (field: SealedField, claimId: string): string => placeOf('claims', field, claimId);

/** Encrypts a field of a claim. */
export const sealField = (keyring: Keyring, claimId: string, field: SealedField, text: string): Sealed =>
  keyring.encrypt(text, placeIn(field, claimId));

/** The name that was typed. */
export const openName = (keyring: Keyring, { _id, name }: Pick<ClaimRow, '_id' | 'name'>): string =>
  keyring.decrypt(name, placeIn('name', _id));

/** The digits of a claim's code. */
export const openCode = (keyring: Keyring, claimId: string, sealed: Sealed): string =>
  keyring.decrypt(sealed, placeIn('code.sealed', claimId));
