import { placeOf, type Keyring, type Sealed } from '../../platform/keyring';
import type { ResidentDocument } from './resident.model';

type SealedField = 'name' | 'idNumber' | 'certificate' | 'phone' | 'addressDetail';

const placeIn = (field: SealedField, residentId: string): string => placeOf('residents', field, residentId);

/** Encrypts a field of a resident. */
export const sealField = (keyring: Keyring, residentId: string, field: SealedField, text: string): Sealed =>
  keyring.encrypt(text, placeIn(field, residentId));

/** What an encrypted field of a resident says; it must not be null. */
export const openField = (keyring: Keyring, resident: ResidentDocument, field: SealedField): string =>
  keyring.decrypt(resident[field] as Sealed, placeIn(field, resident._id));

/** A resident's name. */
export const openName = (keyring: Keyring, resident: Pick<ResidentDocument, '_id' | 'name'>): string =>
  keyring.decrypt(resident.name, placeIn('name', resident._id));
