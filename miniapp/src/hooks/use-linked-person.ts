import { useEffect } from 'react';
import { choosePerson, useAccount } from '@/stores/account';
import { useParam } from './use-param';

/**
 * A link may say for whom it is: that person is chosen once the account is known.
 * @returns whether the link is for somebody for whom this account may not act
 */
export function useLinkedPerson(): boolean {
  const linkedId = useParam('for');
  const { isSignedIn, isKnown, residents } = useAccount();
  const isAllowed = residents.some(({ id }) => id === linkedId);
  useEffect(() => {
    if (isAllowed) choosePerson(linkedId);
  }, [isAllowed, linkedId]);
  return linkedId !== '' && isSignedIn && isKnown && !isAllowed;
}
