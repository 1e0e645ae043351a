import type { PersonalStore } from '../../platform/module';
import { deleteContracts, findIdsOf } from './contract.model';
import { deleteSignatures } from './signature.model';

/** The contracts of a person with their signatures. */
export const contractStore: PersonalStore = {
  key: 'contracts',
  count: async (_, { residentId }) => (await findIdsOf(residentId)).length,
  async erase(_, { residentId }) {
    const ids = await findIdsOf(residentId);
    // The signatures first: a contract that is still there leads to them.
    await deleteSignatures(ids);
    await deleteContracts(ids);
  },
};
