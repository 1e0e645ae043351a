import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { pausedUntil } from '@linkang/shared/domain/no-show-rules';
import type { Deps } from '../../platform/deps';
import { findResidents } from '../resident';
import { countedAbsences } from '../session';

/** How long a process may believe whose online booking is paused, in milliseconds. */
const KNOWN_MS = 5000;
const DAY_MS = 86_400_000;

type Pauses = ReadonlyMap<string, Date>;

let known: { pauses: Promise<Pauses>; untilMs: number } | undefined;

/** Everybody whose booking is paused: a handful of people. Those of a protected age never are. */
async function readPauses(deps: Deps, now: Date): Promise<Pauses> {
  const { noShow } = deps.config.booking;
  // A pause rests on absences that were confirmed while their days could still be counted together.
  const since = new Date(now.getTime() - 2 * (noShow.withinDays + noShow.pauseDays) * DAY_MS);
  const counted = await countedAbsences(since, noShow.protectedServices);
  const paused = counted.flatMap(({ residentId, absences }) => {
    const until = pausedUntil(absences, noShow);
    return until && until > now ? [[residentId, until] as const] : [];
  });
  const today = dayOf(now);
  const residents = await findResidents(paused.map(([residentId]) => residentId));
  const old = new Set(
    residents.filter(({ birthDay }) => ageOn(birthDay, today) >= noShow.protectedFromAge).map(({ id }) => id),
  );
  return new Map(paused.filter(([residentId]) => !old.has(residentId)));
}

/** Reads anew who is paused, after a confirmation here was made or taken back. */
export const forgetPauses = (): void => {
  known = undefined;
};

/** Until when a person's online booking is paused. Costs a booking no read but one every few seconds. */
export async function findPause(deps: Deps, residentId: string, now: Date): Promise<Date | undefined> {
  if (!known || known.untilMs < Date.now()) {
    known = { pauses: readPauses(deps, now), untilMs: Date.now() + KNOWN_MS };
    // What could not be read is asked for again by the next one.
    known.pauses.catch(forgetPauses);
  }
  const until = (await known.pauses).get(residentId);
  return until && until > now ? until : undefined;
}
