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

/** Before whom a person's record was opened. */
export const accessStore: PersonalStore = {
  key: 'accesses',
  collections: ['emergencies', 'reveals'],
  count: async (_, { residentId }) => (await countEmergenciesOf(residentId)) + (await countRevealsOf(residentId)),
  async erase(_, { residentId }) {
    await deleteEmergenciesOf(residentId);
    await deleteRevealsOf(residentId);
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
