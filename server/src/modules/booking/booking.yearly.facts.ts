import type { YearlyPerson } from '@linkang/shared/api/booking.routes';
import { dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { GENERAL_PHYSICAL, SENIOR_PHYSICAL } from '@linkang/shared/domain/yearly-physical';
import type { ServiceSettings } from '../../platform/config';
import type { ResidentActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { findResidents, residentsOfAccount, type AccountResident } from '../resident';
import { findService, findSessionsById, findVisits, type SeatRow, type SessionRow } from '../session';
import { findPause } from './booking.pause';
import { ageRefusal } from './booking.policy';

/** Somebody of the family with their physicals of this year and the last. */
export interface YearlyFacts {
  residentId: string;
  state: YearlyPerson['state'];
  service?: ServiceSettings;
  /** Last year's seat with its session. */
  last?: { seat: SeatRow; session: SessionRow };
  thisYear?: SeatRow;
  pausedUntil?: Date;
}

const services = [SENIOR_PHYSICAL, GENERAL_PHYSICAL];

/** A service as far as it can be booked by phone. */
function onlineService(deps: Deps, code: string): ServiceSettings | undefined {
  const service = findService(deps, code);
  return service?.enabled && service.channels.includes('online') ? service : undefined;
}

/** Whose turn it is for which of the two: the free one from its age on, the other for those who had it last year. */
function serviceFor(deps: Deps, birthDay: string, last: SeatRow | undefined, today: string) {
  const senior = onlineService(deps, SENIOR_PHYSICAL);
  if (senior && !ageRefusal(senior, birthDay, today)) return senior;
  return last?.serviceCode === GENERAL_PHYSICAL ? onlineService(deps, GENERAL_PHYSICAL) : undefined;
}

async function factsOf(
  deps: Deps,
  person: { residentId: string; birthDay: string },
  visits: readonly SeatRow[],
  sessions: ReadonlyMap<string, SessionRow>,
  now: Date,
): Promise<YearlyFacts> {
  const { residentId, birthDay } = person;
  const today = dayOf(now);
  const own = visits.filter((seat) => seat.residentId === residentId);
  const lastSeat = own.find((seat) => yearOf(seat.day) === yearOf(today) - 1);
  const session = lastSeat && sessions.get(lastSeat.sessionId);
  const service = serviceFor(deps, birthDay, lastSeat, today);
  // Whoever may have the free one may have it besides one that they paid for.
  const thisYear = own.find(
    (seat) => yearOf(seat.day) === yearOf(today) && (!service || seat.serviceCode === service.code),
  );
  const facts = {
    residentId,
    ...(service ? { service } : {}),
    ...(session ? { last: { seat: lastSeat, session } } : {}),
  };
  if (thisYear) {
    const isComing = thisYear.day >= today && thisYear.status !== 'done';
    return { ...facts, thisYear, state: isComing ? 'booked' : 'done' };
  }
  if (!service) return { ...facts, state: 'notEligible' };
  const isProtected = deps.config.booking.noShow.protectedServices.includes(service.code);
  const pausedUntil = isProtected ? undefined : await findPause(deps, residentId, now);
  return pausedUntil ? { ...facts, state: 'paused', pausedUntil } : { ...facts, state: 'due' };
}

/** Everybody whom an account may act for, with how this year's physical stands, in the account's own order. */
export async function readYearlyFacts(
  deps: Deps,
  { actor, now }: RequestInfo<ResidentActor>,
  max: number,
): Promise<YearlyFacts[]> {
  const mayBook = ({ scopes }: AccountResident): boolean => scopes.includes('book');
  const family = (await residentsOfAccount(actor.accountId, now)).slice(0, max);
  const ids = family.filter(mayBook).map(({ id }) => id);
  const year = yearOf(dayOf(now));
  const [profiles, visits] = await Promise.all([
    findResidents(ids),
    ids.length ? findVisits(ids, services, { fromDay: `${year - 1}-01-01`, toDay: `${year}-12-31` }) : [],
  ]);
  const rows = await findSessionsById([...new Set(visits.map(({ sessionId }) => sessionId))]);
  const sessions = new Map(rows.map((row) => [row._id, row]));
  return Promise.all(
    family.map(async (person): Promise<YearlyFacts> => {
      const profile = mayBook(person) ? profiles.find(({ id }) => id === person.id) : undefined;
      if (!profile) return { residentId: person.id, state: 'notAllowed' };
      return factsOf(deps, { residentId: profile.id, birthDay: profile.birthDay }, visits, sessions, now);
    }),
  );
}
