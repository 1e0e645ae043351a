import type { AccountPerson, PersonalStore } from '../../platform/module';
import { countChanges, deleteChanges } from './change.model';
import { countConsents, discardConsents } from './consent.model';
import { deleteFlags } from './flags.model';
import { findRecordIds, lockFormer } from './merging.model';
import { countWith, eraseFields, lockResident } from './resident.model';
import { sealField } from './resident.sealing';

/** Takes a person out of everybody's sight; whoever comes back with the same ID number registers anew. */
export async function lockPerson(
  { keyring }: { keyring: { hash(purpose: string, value: string): string } },
  { residentId }: AccountPerson,
  now: Date,
): Promise<void> {
  const hashOf = (id: string): string => keyring.hash('closedResident', id);
  await lockResident(residentId, hashOf(residentId), now);
  await lockFormer(residentId, hashOf, now);
}

/** Does something with each record of a person: with the one that stood, and those that became a part of it. */
async function eachRecord(residentId: string, act: (id: string) => Promise<void>): Promise<void> {
  for (const id of await findRecordIds(residentId)) await act(id);
}

/** The same, counting. */
async function sumRecords(residentId: string, count: (id: string) => Promise<number>): Promise<number> {
  const counts = await Promise.all((await findRecordIds(residentId)).map(count));
  return counts.reduce((sum, one) => sum + one, 0);
}

/** What is kept of a person besides what other features keep. */
export const residentStores: readonly PersonalStore[] = [
  {
    key: 'contact',
    collections: ['residents'],
    count: (_, { residentId }) =>
      sumRecords(residentId, (id) =>
        countWith(id, {
          $or: [{ phone: { $ne: null } }, { addressDetail: { $ne: null } }, { communityId: { $ne: null } }],
        }),
      ),
    erase: (_, { residentId }) =>
      eachRecord(residentId, (id) =>
        eraseFields(id, { phone: null, phoneHash: null, addressDetail: null, communityId: null }),
      ),
  },
  {
    key: 'preferences',
    collections: ['residents'],
    count: (_, { residentId }) => sumRecords(residentId, (id) => countWith(id, { elderMode: true })),
    erase: (_, { residentId }) => eachRecord(residentId, (id) => eraseFields(id, { elderMode: false })),
  },
  {
    key: 'identity',
    collections: ['residents'],
    count: (_, { residentId }) => sumRecords(residentId, (id) => countWith(id, { birthDay: { $ne: '' } })),
    erase: ({ keyring }, { residentId }) =>
      eachRecord(residentId, (id) =>
        eraseFields(id, {
          name: sealField(keyring, id, 'name', ''),
          nameHashes: [],
          idNumber: sealField(keyring, id, 'idNumber', ''),
          birthDay: '',
        }),
      ),
  },
  {
    key: 'consents',
    collections: ['consents'],
    count: (_, { residentId }) => sumRecords(residentId, countConsents),
    erase: (_, { residentId }) => eachRecord(residentId, discardConsents),
  },
  {
    key: 'identity',
    collections: ['residentChanges'],
    count: (_, { residentId }) => countChanges(residentId),
    erase: (_, { residentId }) => deleteChanges(residentId),
  },
  {
    key: 'identity',
    collections: ['residentFlags'],
    // A dry run must not tell who has marks.
    count: () => Promise.resolve(0),
    erase: (_, { residentId }) => deleteFlags(residentId),
  },
];
