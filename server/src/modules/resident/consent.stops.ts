import { setTimeout as wait } from 'node:timers/promises';
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
  'measurement.create',
  'contract.renew',
  'contract.transfer',
]);

/** How long a request waits for the newest answers where older ones are at hand, in milliseconds. */
const WAIT_MS = 300;

let known: { residents: ReadonlySet<string>; untilMs: number } | undefined;
let reading: Promise<ReadonlySet<string>> | undefined;

/** Reads anew who took a consent back, after somebody answered here. */
export const forgetStops = (): void => {
  known = undefined;
  reading = undefined;
};

/** One reading for all who ask at the same time. */
function readStops(): Promise<ReadonlySet<string>> {
  if (reading) return reading;
  const mine: Promise<ReadonlySet<string>> = findStopped().then(
    (residents) => {
      if (reading === mine) [known, reading] = [{ residents, untilMs: Date.now() + KNOWN_MS }, undefined];
      return residents;
    },
    (error: unknown) => {
      // What could not be read is asked for again by the next one.
      if (reading === mine) reading = undefined;
      throw error;
    },
  );
  return (reading = mine);
}

/** Who took a needed consent back, as this process knows it. */
async function findKnown(): Promise<ReadonlySet<string>> {
  if (!known) return readStops();
  if (Date.now() < known.untilMs) return known.residents;
  // A database that stands still takes no booking either; its refusal must not wait for this.
  return Promise.race([readStops(), wait(WAIT_MS, known.residents, { ref: false })]);
}

/**
 * Refuses what would begin something new, online, for a person who took a needed consent back. Costs a booking no
 * read but one every few seconds.
 * @throws CONSENT_REQUIRED
 */
export async function assertConsentStands(action: RouteName, residentId: string): Promise<void> {
  if (!NEEDS_CONSENT.has(action)) return;
  if ((await findKnown()).has(residentId))
    throw new AppError('CONSENT_REQUIRED', {
      detail: '您撤回了需要的同意，线上不能办理新的事项。可以在“我的授权与同意”里重新同意，或到前台办理。',
    });
}
