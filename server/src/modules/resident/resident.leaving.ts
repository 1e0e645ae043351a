import type { AccountPerson, PersonalStore } from '../../platform/module';
import { countConsents, discardConsents } from './consent.model';
import { deleteFlags } from './flags.model';
import { countWith, eraseFields, lockResident } from './resident.model';
import { sealField } from './resident.sealing';

/** Takes a person out of everybody's sight; whoever comes back with the same ID number registers anew. */
export const lockPerson = (
  { keyring }: { keyring: { hash(purpose: string, value: string): string } },
  { residentId }: AccountPerson,
  now: Date,
): Promise<void> => lockResident(residentId, keyring.hash('closedResident', residentId), now);

/** What is kept of a person besides what other features keep. */
export const residentStores: readonly PersonalStore[] = [
  {
    key: 'contact',
    collections: ['residents'],
    count: (_, { residentId }) =>
      countWith(residentId, {
        $or: [{ phone: { $ne: null } }, { addressDetail: { $ne: null } }, { communityId: { $ne: null } }],
      }),
    erase: (_, { residentId }) =>
      eraseFields(residentId, { phone: null, phoneHash: null, addressDetail: null, communityId: null }),
  },
  {
    key: 'preferences',
    collections: ['residents'],
    count: (_, { residentId }) => countWith(residentId, { elderMode: true }),
    erase: (_, { residentId }) => eraseFields(residentId, { elderMode: false }),
  },
  {
    key: 'identity',
    collections: ['residents'],
    count: (_, { residentId }) => countWith(residentId, { birthDay: { $ne: '' } }),
    erase: ({ keyring }, { residentId }) =>
      eraseFields(residentId, {
        name: sealField(keyring, residentId, 'name', ''),
        nameHashes: [],
        idNumber: sealField(keyring, residentId, 'idNumber', ''),
        birthDay: '',
      }),
  },
  {
    key: 'consents',
    collections: ['consents'],
    count: (_, { residentId }) => countConsents(residentId),
    erase: (_, { residentId }) => discardConsents(residentId),
  },
  {
    key: 'identity',
    collections: ['residentFlags'],
    // A dry run must not tell who has marks.
    count: () => Promise.resolve(0),
    erase: (_, { residentId }) => deleteFlags(residentId),
  },
];
