import { MAX_FAMILY, type BookingRoutes, type YearlyPerson } from '@linkang/shared/api/booking.routes';
import type { Reply } from '@linkang/shared/api/route';
import { addDays, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { MAX_BOOKINGS_A_DAY } from '@linkang/shared/domain/seat-keys';
import { differencesOf, likeLastYear, nearTo, seatTogether } from '@linkang/shared/domain/yearly-physical';
import type { ResidentActor } from '../../platform/actor';
import type { ServiceSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { countRemaining, findBookings, findSessions, presentSessions, type SeatRow, type SessionRow } from '../session';
import { sessionRefusal } from './booking.policy';
import { readYearlyFacts, type YearlyFacts } from './booking.yearly.facts';

/** Days ahead that are looked through; sessions are released earlier than that. */
const DAYS_AHEAD = 60;
const MAX_SESSIONS = 500;
/** One's own bookings are few. */
const MAX_COMING = 100;

type Request = RequestInfo<ResidentActor>;
type Due = YearlyFacts & { service: ServiceSettings };
type Candidate = SessionRow & { id: string };

const isDue = (facts: YearlyFacts): facts is Due => facts.state === 'due' && facts.service !== undefined;

/** Sessions that can be booked now, of this year. */
async function findCandidates(deps: Deps, due: readonly Due[], now: Date): Promise<Candidate[]> {
  const today = dayOf(now);
  const yearEnd = `${yearOf(today)}-12-31`;
  const last = addDays(today, DAYS_AHEAD);
  const sessions = await findSessions({
    fromDay: today,
    toDay: last < yearEnd ? last : yearEnd,
    serviceCodes: [...new Set(due.map(({ service }) => service.code))],
    limit: MAX_SESSIONS,
  });
  const serviceOf = (code: string) => due.find(({ service }) => service.code === code)?.service;
  return sessions
    .filter((session) => sessionRefusal(session, serviceOf(session.serviceCode), now, false) === undefined)
    .map((session) => ({ ...session, id: session._id }));
}

/** Whether another booking of the person leaves no time for a session. */
const isTaken = (coming: readonly SeatRow[], session: SessionRow): boolean => {
  const same = coming.filter(({ day }) => day === session.day);
  return (
    same.length >= MAX_BOOKINGS_A_DAY ||
    same.some((seat) => seat.startTime < session.endTime && session.startTime < seat.endTime)
  );
};

/** Seats left in each candidate for each person who is due: by age, and none where they have something else. */
async function countSeats(deps: Deps, due: readonly Due[], candidates: Candidate[], { actor, now }: Request) {
  const counted = due.map(async ({ residentId, service }) => {
    const own = candidates.filter(({ serviceCode }) => serviceCode === service.code);
    const [remaining, coming] = await Promise.all([
      countRemaining(deps, own, actor, now, residentId),
      findBookings({ residentId, when: 'coming', today: dayOf(now), skip: 0, limit: MAX_COMING }),
    ]);
    const left = own.map((row) => [row.id, isTaken(coming, row) ? 0 : (remaining.get(row.id) ?? 0)] as const);
    return [residentId, new Map(left)] as const;
  });
  return new Map(await Promise.all(counted));
}

interface Plan {
  dealt: Map<string, Candidate>;
  /** Seats left in a proposed session for the one to whom it was proposed. */
  remaining: Map<string, number>;
}

/** The people of each service together, and the second service near the first. */
async function plan(deps: Deps, due: readonly Due[], request: Request): Promise<Plan> {
  const candidates = await findCandidates(deps, due, request.now);
  const seats = await countSeats(deps, due, candidates, request);
  const seatsFor = (person: string, session: Candidate): number => seats.get(person)?.get(session.id) ?? 0;
  const dealt = new Map<string, Candidate>();
  for (const code of new Set(due.map(({ service }) => service.code))) {
    const people = due.filter(({ service }) => service.code === code);
    const own = candidates.filter(({ serviceCode }) => serviceCode === code);
    const like = likeLastYear(own, people.find(({ last }) => last)?.last?.session);
    const [others] = dealt.values();
    const ordered = others ? nearTo(like, others) : like;
    const ids = people.map(({ residentId }) => residentId);
    for (const [person, session] of seatTogether(ids, ordered, seatsFor)) dealt.set(person, session);
  }
  const remaining = new Map([...dealt].map(([person, session]) => [session.id, seatsFor(person, session)]));
  return { dealt, remaining };
}

const presentPerson = (facts: YearlyFacts, session: Candidate | undefined): YearlyPerson => {
  const { residentId, state, service, last, thisYear, pausedUntil } = facts;
  return {
    residentId,
    state,
    serviceCode: service?.code ?? null,
    serviceName: service?.name ?? null,
    last: last
      ? {
          day: last.seat.day,
          startTime: last.seat.startTime,
          endTime: last.seat.endTime,
          place: last.session.place,
          doctorName: last.session.doctorName ?? null,
        }
      : null,
    booking: thisYear ? { id: thisYear._id, day: thisYear.day, startTime: thisYear.startTime } : null,
    pausedUntil: pausedUntil ? dayOf(pausedUntil) : null,
    sessionId: session?.id ?? null,
  };
};

/** What the proposal has other than the visit of last year that it follows. */
function differencesIn(due: readonly Due[], dealt: ReadonlyMap<string, Candidate>) {
  const found = due.flatMap(({ residentId, last }) => {
    const session = dealt.get(residentId);
    return last && session ? [differencesOf(last.session, session)] : [];
  });
  return found[0] ?? null;
}

/**
 * The yearly physical of the whole family: who has it before them, and seats like last year's, together where that
 * can be. Nothing is held: booking is the family's, all or none.
 */
export async function proposeYearly(deps: Deps, request: Request): Promise<Reply<BookingRoutes['yearly']>> {
  const family = await readYearlyFacts(deps, request, MAX_FAMILY);
  const due = family.filter(isDue);
  const { dealt, remaining } = due.length
    ? await plan(deps, due, request)
    : { dealt: new Map<string, Candidate>(), remaining: new Map<string, number>() };
  const sessions = [...new Map([...dealt.values()].map((session) => [session.id, session])).values()];
  return {
    year: yearOf(dayOf(request.now)),
    people: family.map((facts) => presentPerson(facts, dealt.get(facts.residentId))),
    sessions: await presentSessions(deps, sessions, remaining, request),
    differs: differencesIn(due, dealt),
  };
}
