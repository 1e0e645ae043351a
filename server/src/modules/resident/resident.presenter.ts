import { proxyScopes, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { FoundResident, Resident } from '@linkang/shared/api/resident.routes';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { maskCertificate, maskIdNumber, maskName, maskPhone } from '@linkang/shared/domain/masking';
import { isSeniorPhysicalEligible, type AgeBasis } from '@linkang/shared/domain/senior-physical';
import { processKeyring, type Keyring } from '../../platform/keyring';
import type { ResidentDocument } from './resident.model';
import { openField, openName } from './resident.sealing';

/** The number by which somebody is known, as far as it is shown. */
const maskedNumber = (resident: ResidentDocument, keyring: Keyring): string =>
  (resident.idType === 'residentId' ? maskIdNumber : maskCertificate)(openField(keyring, resident, 'idNumber'));

/** What the profile needs besides the document. */
export interface ResidentContext {
  keyring: Keyring;
  /** The clinic day. */
  today: string;
  communityName: string | null;
  /** How the free yearly physical counts age here; null where the centre does not offer it. */
  ageBasis: AgeBasis | null;
}

/** The profile as its owner sees it. */
export function presentResident(resident: ResidentDocument, context: ResidentContext): Resident {
  const { keyring, today, communityName, ageBasis } = context;
  const { birthDay, communityId, phone, addressDetail } = resident;
  return {
    id: resident._id,
    name: openName(keyring, resident),
    idType: resident.idType,
    idNumberMasked: maskedNumber(resident, keyring),
    certificateMasked: resident.certificate ? maskCertificate(openField(keyring, resident, 'certificate')) : null,
    phoneMasked: phone === null ? null : maskPhone(openField(keyring, resident, 'phone')),
    birthDay,
    sex: resident.sex,
    age: ageOn(birthDay, today),
    address: {
      communityId,
      communityName,
      detail: addressDetail === null ? null : openField(keyring, resident, 'addressDetail'),
    },
    elderMode: resident.elderMode,
    seniorPhysicalEligible: ageBasis !== null && isSeniorPhysicalEligible({ birthDay, examDay: today, ageBasis }),
    createdAt: resident.createdAt.toISOString(),
    rev: resident.rev,
  };
}

/** A person among the results of a search, masked. */
export function presentFound(resident: ResidentDocument, keyring: Keyring, today: string): FoundResident {
  const { phone } = resident;
  return {
    id: resident._id,
    name: maskName(openName(keyring, resident)),
    idNumberMasked: maskedNumber(resident, keyring),
    phoneMasked: phone === null ? null : maskPhone(openField(keyring, resident, 'phone')),
    sex: resident.sex,
    age: ageOn(resident.birthDay, today),
  };
}

/** A person as other features need them; what is encrypted is read only when it is asked for. */
export interface ResidentProfile {
  id: string;
  /** Opened only when it is asked for. */
  readonly name: string;
  birthDay: string;
  sex: 'male' | 'female';
  communityId: string | null;
  /** The account whose own person this is; absent for people without one. */
  accountId?: string;
  idNumberMasked(keyring: Keyring): string;
  phone(keyring: Keyring): string | null;
}

/** A person for other features. */
export const presentProfile = (resident: ResidentDocument): ResidentProfile => ({
  id: resident._id,
  get name() {
    return openName(processKeyring(), resident);
  },
  birthDay: resident.birthDay,
  sex: resident.sex,
  communityId: resident.communityId,
  ...(resident.accountId === undefined ? {} : { accountId: resident.accountId }),
  idNumberMasked: (keyring) => maskedNumber(resident, keyring),
  phone: (keyring) => (resident.phone === null ? null : openField(keyring, resident, 'phone')),
});

/** A person in the list of those whom an account may act for. */
export interface AccountResident {
  id: string;
  name: string;
  relation: 'self' | 'proxy' | 'guardian';
  scopes: ProxyScope[];
  elderMode: boolean;
}

/** The account's own person, for whom it may do everything. */
export const presentOwnPerson = (resident: ResidentDocument): AccountResident => ({
  id: resident._id,
  name: openName(processKeyring(), resident),
  relation: 'self',
  scopes: [...proxyScopes],
  elderMode: resident.elderMode,
});

/** A person who allowed the account some of it, or a child whose guardian it is. */
export const presentProxied = (
  resident: ResidentDocument,
  scopes: readonly ProxyScope[],
  relation: 'proxy' | 'guardian',
): AccountResident => ({
  id: resident._id,
  name: openName(processKeyring(), resident),
  relation,
  scopes: [...scopes],
  elderMode: resident.elderMode,
});
