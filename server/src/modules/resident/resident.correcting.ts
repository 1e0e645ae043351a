import type { CorrectionField } from '@linkang/shared/domain/correction-fields';
import { maskPhone } from '@linkang/shared/domain/masking';
import type { ClientSession } from 'mongoose';
import type { Deps } from '../../platform/deps';
import { Unmatched } from '../../platform/transaction';
import { changePlace, insertChange } from './change.model';
import { correctResident, findResidentById, type ResidentCorrection, type ResidentDocument } from './resident.model';
import { openField, openName, sealField } from './resident.sealing';
import { nameHashesOf } from './resident.search';

/** A correction that staff accepted. */
export interface AcceptedCorrection {
  id: string;
  residentId: string;
  field: CorrectionField;
  /** What stood there, in words; of a record, which nobody writes over. */
  says: string;
  right: string;
  by: string;
  at: Date;
}

/** What a field of a person says; a record is not one of them. */
function textOf({ keyring }: Deps, resident: ResidentDocument, field: CorrectionField): string | undefined {
  if (field === 'name') return openName(keyring, resident);
  if (field === 'birthDay' || field === 'sex') return resident[field];
  if (field === 'phone') return resident.phone === null ? '' : openField(keyring, resident, 'phone');
  if (field === 'address') return resident.addressDetail === null ? '' : openField(keyring, resident, 'addressDetail');
  return undefined;
}

/** What a field says, as a request for a correction repeats it: of a phone a part. @returns undefined for a record */
export async function fieldText(deps: Deps, residentId: string, field: CorrectionField): Promise<string | undefined> {
  const resident = await findResidentById(residentId);
  const text = resident ? textOf(deps, resident, field) : undefined;
  return field === 'phone' && text ? maskPhone(text) : text;
}

function writeOf({ keyring }: Deps, { residentId, field, right }: AcceptedCorrection): ResidentCorrection {
  switch (field) {
    case 'name':
      return { name: sealField(keyring, residentId, 'name', right), nameHashes: nameHashesOf(keyring, right) };
    case 'birthDay':
      return { birthDay: right };
    case 'sex':
      return { sex: right === 'male' ? 'male' : 'female' };
    case 'phone':
      return { phone: sealField(keyring, residentId, 'phone', right), phoneHash: keyring.hash('phone', right) };
    case 'address':
      return { addressDetail: sealField(keyring, residentId, 'addressDetail', right) };
    case 'record':
      return {};
  }
}

/**
 * Makes the change and keeps what stood before, within a transaction. A record is amended: what was written stays, and
 * the amendment stands beside it.
 * @throws Unmatched when the person is not in care any more
 */
export async function correctPerson(deps: Deps, accepted: AcceptedCorrection, session: ClientSession): Promise<void> {
  const { id, residentId, field, right, by, at } = accepted;
  const before = await correctResident(residentId, writeOf(deps, accepted), session);
  if (!before) throw new Unmatched('resident');
  const stood = textOf(deps, before, field) ?? accepted.says;
  const seal = (place: 'before' | 'after', text: string) => deps.keyring.encrypt(text, changePlace(place, id));
  await insertChange(
    { _id: id, residentId, field, before: seal('before', stood), after: seal('after', right), at, by },
    session,
  );
}
