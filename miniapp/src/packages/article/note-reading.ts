import { readingApi } from '@/api/clients';
import { makeKey } from '@/hooks/use-submit';
import { useAccount } from '@/stores/account';

/** What was counted since the program was opened; only the phone knows. */
const counted = new Set<string>();

/**
 * Tells that an article was opened: once a session it is counted, by a number that is made up for this one and says
 * nothing of the reader; whoever is signed in finds it among what they read. Never in the way.
 */
export function noteReading(id: string): void {
  if (!counted.has(id)) {
    counted.add(id);
    readingApi.count({ params: { id }, body: { nonce: makeKey() } }).catch(() => undefined);
  }
  if (useAccount.getState().isSignedIn) readingApi.remember({ params: { id } }).catch(() => undefined);
}
