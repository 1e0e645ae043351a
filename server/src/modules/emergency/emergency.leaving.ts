import type { PersonalStore, TimedStore } from '../../platform/module';
import {
  countEmergenciesBefore,
  countEmergenciesOf,
  countRevealsBefore,
  countRevealsOf,
  deleteEmergenciesOf,
  deleteRevealsOf,
  removeEmergenciesBefore,
  removeRevealsBefore,
} from '../access';
import { findRecordIds } from '../resident';

/** Before whom a person's record was opened. */
export const accessStore: PersonalStore = {
  key: 'accesses',
  collections: ['emergencies', 'reveals'],
  async count(_, { residentId }) {
    const ids = await findRecordIds(residentId);
    return (await countEmergenciesOf(ids)) + (await countRevealsOf(ids));
  },
  async erase(_, { residentId }) {
    const ids = await findRecordIds(residentId);
    await deleteEmergenciesOf(ids);
    await deleteRevealsOf(ids);
  },
};

/** The same, as its time runs out. */
export const timedAccesses: readonly TimedStore[] = [
  {
    key: 'accesses',
    collections: ['emergencies'],
    count: (_, before) => countEmergenciesBefore(before),
    remove: (_, before, limit) => removeEmergenciesBefore(before, limit),
  },
  {
    key: 'accesses',
    collections: ['reveals'],
    count: (_, before) => countRevealsBefore(before),
    remove: (_, before, limit) => removeRevealsBefore(before, limit),
  },
];
