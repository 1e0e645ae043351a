import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';

/**
 * Slows down a program that asks for seats in somebody's name: more than two a second for a minute no hand does. Staff
 * book for others and are not counted; repeats of one request are. It says nothing about addresses, behind which a
 * whole mobile network may sit in the minute of a release.
 * @throws RATE_LIMITED
 */
export async function slowDown({ limits }: Deps, actor: Actor): Promise<void> {
  if (actor.kind === 'resident') await limits.seatWishes(actor.accountId);
}
