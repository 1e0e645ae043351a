import { bookingHorizon } from '@linkang/shared/domain/booking-rules';
import { ageOn, dayOf, isDay, timeOf } from '@linkang/shared/domain/clinic-day';
import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import { seatTimes } from '@linkang/shared/domain/seat-keys';
import type { Input } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { createOnce } from '../../platform/idempotency';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { assertServes, findResidents } from '../resident';
import { countFree } from './seat.counts';
import { publishSeats } from './seat.service';
import { doctorFields, findAttended, photosOf, type AttendingDoctor } from './session.attended';
import {
  findSession,
  findSessions,
  insertSession,
  SessionModel,
  type Quota,
  type SessionCursor,
  type SessionRow,
} from './session.model';
import { refuseBusyDoctor } from './session.busy';
import { findService, serviceName } from './session.naming';
import { allowedQuotas } from './session.policy';
import { presentSession } from './session.presenter';

const everyQuota: Quota[] = ['online', 'desk', 'elder'];

/** Full years today of the one who would come; elders see the seats that are kept for them. */
async function seekerAge(residentId: string | undefined, today: string): Promise<number | undefined> {
  if (residentId === undefined) return undefined;
  const [person] = await findResidents([residentId]);
  return person && ageOn(person.birthDay, today);
}

/** Minutes ahead that somebody has to book a service: by its rule online, none for staff. */
export const minutesAhead = (deps: Deps, serviceCode: string, actor: Actor): number =>
  actor.kind === 'staff' ? 0 : (findService(deps, serviceCode)?.lastBookMinutesBefore ?? 0);

/** Free seats that are not too near, by session and quota. Services with the same rule share a reading. */
async function countFreeSeats(deps: Deps, sessions: SessionRow[], actor: Actor, now: Date) {
  const groups = new Map<number, SessionRow[]>();
  for (const session of sessions) {
    const minutes = minutesAhead(deps, session.serviceCode, actor);
    groups.set(minutes, [...(groups.get(minutes) ?? []), session]);
  }
  const counted = await Promise.all(
    [...groups].map(([minutes, rows]) => {
      const days = rows.map((session) => session.day).sort();
      const horizon = bookingHorizon(now, minutes);
      return countFree({
        fromDay: days[0] ?? '',
        toDay: days[days.length - 1] ?? '',
        serviceCodes: [...new Set(rows.map((session) => session.serviceCode))],
        quotas: everyQuota,
        today: dayOf(horizon),
        nowTime: timeOf(horizon),
      });
    }),
  );
  return new Map(counted.flatMap((counts) => [...counts]));
}

const ownResident = (actor: Actor): string | undefined => (actor.kind === 'resident' ? actor.ownResidentId : undefined);

/**
 * Free seats of sessions by id, counted by the rule of the claim.
 * @param residentId who would come; the caller's own person unless given
 */
export async function countRemaining(
  deps: Deps,
  sessions: SessionRow[],
  actor: Actor,
  now: Date,
  residentId = ownResident(actor),
): Promise<Map<string, number>> {
  const today = dayOf(now);
  const needsAge = sessions.some((session) => session.quotas.elder > 0);
  const age = needsAge ? await seekerAge(residentId, today) : undefined;
  const counts = await countFreeSeats(deps, sessions, actor, now);
  const openTime = deps.config.booking.quotasOpen.dayBeforeTime;
  return new Map(
    sessions.map((session) => {
      const free = counts.get(session._id);
      const quotas = allowedQuotas(session, { actor, ...(age === undefined ? {} : { age }) }, openTime, now);
      return [session._id, quotas.reduce((sum, quota) => sum + (free?.[quota] ?? 0), 0)];
    }),
  );
}

const toCursor = (session: SessionRow): string => `${session.day}|${session.startTime}|${session._id}`;

const parseCursor = (text: string): SessionCursor => {
  const [day, startTime, id] = text.split('|');
  if (!day || !isDay(day) || !startTime || !id)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { day, startTime, id };
};

/** Services whose sessions somebody is shown unasked: staff also those that are not offered any more. */
const listedCodes = (deps: Deps, actor: Actor): string[] =>
  deps.config.services.filter((service) => service.enabled || actor.kind === 'staff').map((service) => service.code);

/** Who may book for somebody sees their seats. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
async function assertBooksFor(
  residentId: string | undefined,
  read: 'session.list' | 'session.get',
  request: RequestInfo,
): Promise<void> {
  const action = request.actor.kind === 'staff' ? read : 'booking.list';
  if (residentId !== undefined) await assertServes(request, action, residentId);
}

/**
 * A page of sessions with the seats left for the one who asks, or for somebody whom they act for.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING
 */
export async function listSessions(deps: Deps, query: Input<SessionRoutes['list']>['query'], request: RequestInfo) {
  const { actor, now } = request;
  await assertBooksFor(query.residentId, 'session.list', request);
  const rows = await findSessions({
    fromDay: query.fromDay,
    toDay: query.toDay,
    serviceCodes: query.serviceCode ? [query.serviceCode] : listedCodes(deps, actor),
    ...(query.doctorId === undefined ? {} : { doctorId: query.doctorId }),
    ...(query.cursor ? { after: parseCursor(query.cursor) } : {}),
    limit: query.limit + 1,
  });
  const sessions = rows.slice(0, query.limit);
  const remaining = await countRemaining(deps, sessions, actor, now, query.residentId);
  const last = sessions[sessions.length - 1];
  return {
    items: await presentSessions(deps, sessions, remaining, request),
    nextCursor: rows.length > query.limit && last ? toCursor(last) : null,
  };
}

/** Sessions with seats left that were counted before. */
export async function presentSessions(
  deps: Deps,
  sessions: SessionRow[],
  remaining: ReadonlyMap<string, number>,
  { actor, now }: Pick<RequestInfo, 'actor' | 'now'>,
) {
  const photos = await photosOf(sessions);
  return sessions.map((session) =>
    presentSession(session, serviceName(deps, session.serviceCode), remaining.get(session._id) ?? 0, now, {
      photos,
      minutesAhead: minutesAhead(deps, session.serviceCode, actor),
    }),
  );
}

/** One session, with the seats left for the one who asks. @throws NOT_FOUND */
export async function getSession(
  deps: Deps,
  id: string,
  request: Pick<RequestInfo, 'actor' | 'now'>,
  residentId?: string,
) {
  const session = await findSession(id);
  if (!session) throw new AppError('NOT_FOUND');
  const remaining = await countRemaining(deps, [session], request.actor, request.now, residentId);
  const [shown] = await presentSessions(deps, [session], remaining, request);
  return shown as NonNullable<typeof shown>;
}

/** One session, with the seats left for somebody whom the caller acts for. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function readSession(
  deps: Deps,
  id: string,
  { residentId }: Input<SessionRoutes['get']>['query'],
  request: RequestInfo,
) {
  await assertBooksFor(residentId, 'session.get', request);
  return getSession(deps, id, request, residentId);
}

/** What a new session is made of. */
export interface NewSession {
  id: string;
  serviceCode: string;
  lectureTitle?: string;
  day: string;
  startTime: string;
  endTime: string;
  place: string;
  roomId?: string;
  capacity: number;
  quotas?: Record<Quota, number>;
  releaseAt?: Date;
  doctor?: AttendingDoctor;
  sharedTime: boolean;
  createdBy: string;
  /** What it is made from, and what the template says of it. */
  origin?: SessionOrigin;
}

/** What a session takes over from a weekly template. */
export type SessionOrigin = Pick<SessionRow, 'templateId' | 'teamId' | 'communityId' | 'visitingHospital'>;

/** The row of a new session. */
export function buildSession(input: NewSession, now: Date): SessionRow {
  const { doctor, capacity } = input;
  const last = seatTimes({ ...input, shared: input.sharedTime }, capacity);
  return {
    _id: input.id,
    serviceCode: input.serviceCode,
    ...(input.lectureTitle ? { lectureTitle: input.lectureTitle } : {}),
    day: input.day,
    startTime: input.startTime,
    endTime: input.endTime,
    lastStartTime: last.startTime,
    place: input.place,
    ...(input.roomId === undefined ? {} : { roomId: input.roomId }),
    ...(doctor ? doctorFields(doctor, input) : {}),
    ...input.origin,
    capacity,
    made: capacity,
    quotas: input.quotas ?? { online: capacity, desk: 0, elder: 0 },
    sharedTime: input.sharedTime,
    state: 'open',
    epoch: 0,
    releaseAt: input.releaseAt ?? null,
    published: false,
    createdBy: input.createdBy,
    createdAt: now,
    rev: 0,
  };
}

/**
 * Opens a session and makes its seats.
 * @throws VALIDATION_FAILED for an unknown service, room or doctor, or a past time; SESSION_DOCTOR_BUSY
 */
export async function createSession(
  deps: Deps,
  body: Input<SessionRoutes['create']>['body'],
  request: IdempotentRequestInfo,
) {
  const { now } = request;
  const build = async (): Promise<SessionRow> => {
    const service = findService(deps, body.serviceCode);
    const fields = [];
    if (!service?.enabled) fields.push(fieldFault('body.serviceCode', 'UNKNOWN'));
    if (body.day < dayOf(now)) fields.push(fieldFault('body.day', 'PAST'));
    else if (body.day === dayOf(now) && body.endTime <= timeOf(now)) fields.push(fieldFault('body.endTime', 'PAST'));
    if (!service || fields.length) throw new AppError('VALIDATION_FAILED', { fields });
    const attended = await findAttended(body);
    return buildSession(
      {
        id: new mongoose.Types.ObjectId().toHexString(),
        serviceCode: body.serviceCode,
        day: body.day,
        startTime: body.startTime,
        endTime: body.endTime,
        ...attended,
        capacity: body.capacity,
        ...(body.quotas ? { quotas: body.quotas } : {}),
        ...(body.releaseAt ? { releaseAt: new Date(body.releaseAt) } : {}),
        sharedTime: service.seatTimes === 'shared',
        createdBy: request.actor.accountId,
      },
      now,
    );
  };
  const session = await createOnce(SessionModel, request.idempotency, now, build, () =>
    refuseBusyDoctor(deps, body.doctorId === undefined ? [] : buildDoctorKeys(body.doctorId, body)),
  );
  if (!session.published) await publishSeats(session, now);
  return getSession(deps, session._id, request);
}

/**
 * Opens a session under an id that the caller has chosen; doing it twice changes nothing.
 * @throws SESSION_DOCTOR_BUSY
 */
export async function openSession(input: NewSession, now: Date): Promise<void> {
  await insertSession(buildSession(input, now));
  const session = await findSession(input.id);
  if (session && !session.published) await publishSeats(session, now);
}
