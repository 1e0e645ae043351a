import { chosenOf, useAccount } from '@/stores/account';

/** The chosen person's id, where the account may book for them: their seats are counted. */
export const useBookableId = (): string | undefined =>
  useAccount((state) => {
    const person = chosenOf(state);
    return person?.scopes.includes('book') ? person.id : undefined;
  });
