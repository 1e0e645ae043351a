import { ageOn, dayOf, isDay, timeOf } from '@linkang/shared/domain/clinic-day';
import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import { seatTimes } from '@linkang/shared/domain/seat-keys';
import type { Input } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Actor } from '../../platform/actor';
import type { ServiceSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { createOnce } from '../../platform/idempotency';
import type { IdempotentRequestInfo } from '../../platform/module';
import { findResidents } from '../resident';
import { countFree } from './seat.model';
import { doctorFields, findAttended, photosOf, type AttendingDoctor } from './session.attended';
import { publishSeats, sweepSession } from './seat.service';
import {
  findByDoctorKeys,
  findSession,
  findSessions,
  insertSession,
  SessionModel,
  suspendOpen,
  type Quota,
  type SessionCursor,
  type SessionRow,
} from './session.model';
import { allowedQuotas } from './session.policy';
import { presentSession } from './session.presenter';

/** Service code of the sessions that lectures have. */
export const LECTURE_SERVICE = 'lecture';

const everyQuota: Quota[] = ['online', 'desk', 'elder'];

/** Settings of a service, or undefined where there is none of this code. */
export const findService = (deps: Deps, code: string): ServiceSettings | undefined =>
  deps.config.services.find((service) => service.code === code);

/** Name of a service, also of one that the configuration no longer has. */
export const serviceName = (deps: Deps, code: string): string =>
  code === LECTURE_SERVICE ? '健康讲座' : (findService(deps, code)?.name ?? code);

/** Full years of the caller's own person today; elders see the seats that are kept for them. */
async function ownAge(actor: Actor, today: string): Promise<number | undefined> {
  if (actor.kind !== 'resident' || !actor.ownResidentId) return undefined;
  const [own] = await findResidents([actor.ownResidentId]);
  return own && ageOn(own.birthDay, today);
}

/** Free seats of sessions by id, counted by the rule of the claim. */
export async function countRemaining(
  deps: Deps,
  sessions: SessionRow[],
  actor: Actor,
  now: Date,
): Promise<Map<string, number>> {
  const days = sessions.map((session) => session.day).sort();
  const [fromDay, toDay] = [days[0], days[days.length - 1]];
  if (!fromDay || !toDay) return new Map();
  const today = dayOf(now);
  const needsAge = sessions.some((session) => session.quotas.elder > 0);
  const age = needsAge ? await ownAge(actor, today) : undefined;
  const serviceCodes = [...new Set(sessions.map((session) => session.serviceCode))];
  const counts = await countFree({ fromDay, toDay, serviceCodes, quotas: everyQuota, today, nowTime: timeOf(now) });
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

/** A page of sessions with the seats left for the one who asks. */
export async function listSessions(deps: Deps, query: Input<SessionRoutes['list']>['query'], actor: Actor, now: Date) {
  const rows = await findSessions({
    fromDay: query.fromDay,
    toDay: query.toDay,
    serviceCodes: query.serviceCode ? [query.serviceCode] : deps.config.services.map((service) => service.code),
    ...(query.doctorId === undefined ? {} : { doctorId: query.doctorId }),
    ...(query.cursor ? { after: parseCursor(query.cursor) } : {}),
    limit: query.limit + 1,
  });
  const sessions = rows.slice(0, query.limit);
  const [remaining, photos] = await Promise.all([countRemaining(deps, sessions, actor, now), photosOf(sessions)]);
  const last = sessions[sessions.length - 1];
  return {
    items: sessions.map((session) =>
      presentSession(session, serviceName(deps, session.serviceCode), remaining.get(session._id) ?? 0, now, photos),
    ),
    nextCursor: rows.length > query.limit && last ? toCursor(last) : null,
  };
}

/** One session. @throws NOT_FOUND */
export async function getSession(deps: Deps, id: string, actor: Actor, now: Date) {
  const session = await findSession(id);
  if (!session) throw new AppError('NOT_FOUND');
  const [remaining, photos] = await Promise.all([countRemaining(deps, [session], actor, now), photosOf([session])]);
  return presentSession(session, serviceName(deps, session.serviceCode), remaining.get(id) ?? 0, now, photos);
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

/** Turns the keys that a doctor has twice into a refusal that names the session in the way. */
async function refuseBusyDoctor(deps: Deps, keys: readonly string[]): Promise<never> {
  const other = await findByDoctorKeys(keys);
  const conflict = other && {
    id: other._id,
    serviceName: serviceName(deps, other.serviceCode),
    day: other.day,
    startTime: other.startTime,
    endTime: other.endTime,
    place: other.place,
  };
  throw new AppError('SESSION_DOCTOR_BUSY', conflict ? { conflict } : {});
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
    if (!service) fields.push(fieldFault('body.serviceCode', 'UNKNOWN'));
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
  if (!session.published) await publishSeats(session);
  return getSession(deps, session._id, request.actor, now);
}

/**
 * Opens a session under an id that the caller has chosen; doing it twice changes nothing.
 * @throws SESSION_DOCTOR_BUSY
 */
export async function openSession(input: NewSession, now: Date): Promise<void> {
  await insertSession(buildSession(input, now));
  const session = await findSession(input.id);
  if (session && !session.published) await publishSeats(session);
}

/** Calls a session off and takes its seats. @returns whether it was open */
export async function callOffSession(id: string, reason: string, by: string, now: Date): Promise<boolean> {
  const session = await suspendOpen(id, reason);
  await sweepSession(id, by, now);
  return session !== null;
}
