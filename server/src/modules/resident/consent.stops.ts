import type { RouteName } from '@linkang/shared/api/index';
import { AppError } from '@linkang/shared/errors';
import { findStopped } from './resident.model';

/** How long a process may believe who took a needed consent back, in milliseconds. */
const KNOWN_MS = 5000;

/** What begins something new for a person; reading, cancelling and what is under way go on without the consent. */
const NEEDS_CONSENT: ReadonlySet<RouteName> = new Set<RouteName>([
  'booking.create',
  'booking.family',
  'booking.move',
  'waitlist.join',
  'contract.create',
]);

let known: { residents: Promise<ReadonlySet<string>>; untilMs: number } | undefined;

/** Reads anew who took a consent back, after somebody answered here. */
export const forgetStops = (): void => {
  known = undefined;
};

/**
 * Refuses what would begin something new, online, for a person who took a needed consent back. Costs a booking no
 * read but one every few seconds.
 * @throws CONSENT_REQUIRED
 */
export async function assertConsentStands(action: RouteName, residentId: string): Promise<void> {
  if (!NEEDS_CONSENT.has(action)) return;
  if (!known || known.untilMs < Date.now()) {
    known = { residents: findStopped(), untilMs: Date.now() + KNOWN_MS };
    // What could not be read is asked for again by the next one.
    known.residents.catch(forgetStops);
  }
  if ((await known.residents).has(residentId))
    throw new AppError('CONSENT_REQUIRED', {
      detail: '您撤回了需要的同意，线上不能办理新的事项。可以在“我的授权与同意”里重新同意，或到前台办理。',
    });
}
