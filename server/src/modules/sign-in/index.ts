import type { Deps } from '../../platform/deps';
import { endSignIn, listOpenSignIns } from './sign-in.model';

export { advanceSignIn, findSignIn, insertSignIn, type SignInDocument } from './sign-in.model';

/** Ends a sign-in with all its tokens. */
export async function closeSignIn(deps: Deps, signInId: string, now: Date): Promise<void> {
  await endSignIn(signInId, now);
  await deps.revocations.revoke(signInId);
}

/** Ends every sign-in of an account; whoever it is signs in anew. */
export async function closeSignInsOf(deps: Deps, accountId: string, now: Date): Promise<void> {
  for (const signInId of await listOpenSignIns(accountId)) await closeSignIn(deps, signInId, now);
}
