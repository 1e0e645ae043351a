import type { PersonalStore } from '../../platform/module';
import { findRecordIds } from '../resident';
import { countMergesInto, deleteMergesInto } from './merge.model';

/** Why records were made one, in words of staff; kept as long as the identity that they are about. */
export const mergeStore: PersonalStore = {
  key: 'identity',
  collections: ['merges'],
  count: async (_, { residentId }) => countMergesInto(await findRecordIds(residentId)),
  erase: async (_, { residentId }) => deleteMergesInto(await findRecordIds(residentId)),
};
