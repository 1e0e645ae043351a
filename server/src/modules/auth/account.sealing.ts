import { placeOf, type Keyring, type Sealed } from '../../platform/keyring';
import type { AccountDocument } from './account.model';

type SealedField = 'openId' | 'phone';

const placeIn = (field: SealedField, accountId: string): string => placeOf('accounts', field, accountId);

/** Encrypts a field of an account. */
export const sealField = (keyring: Keyring, accountId: string, field: SealedField, text: string): Sealed =>
  keyring.encrypt(text, placeIn(field, accountId));

/** What an encrypted field of an account says, or undefined where there is none. */
export const openField = (
  keyring: Keyring,
  account: Pick<AccountDocument, '_id' | SealedField>,
  field: SealedField,
): string | undefined => {
  const sealed = account[field];
  return sealed === undefined ? undefined : keyring.decrypt(sealed, placeIn(field, account._id));
};
