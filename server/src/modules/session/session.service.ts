import { ageOn, dayOf, isDay, timeOf } from '@linkang/shared/domain/clinic-day';
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
import { findStaff } from '../staff';
import { countFree } from './seat.model';
import { publishSeats } from './seat.service';
import {
  findSession,
  findSessions,
  insertSession,
  LECTURE_SERVICE,
  SessionModel,
  type Quota,
  type SessionCursor,
  type SessionRow,
} from './session.model';
import { allowedQuotas } from './session.policy';
import { presentSession } from './session.presenter';

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
    ...(query.cursor ? { after: parseCursor(query.cursor) } : {}),
    limit: query.limit + 1,
  });
  const sessions = rows.slice(0, query.limit);
  const remaining = await countRemaining(deps, sessions, actor, now);
  const last = sessions[sessions.length - 1];
  return {
    items: sessions.map((session) =>
      presentSession(session, serviceName(deps, session.serviceCode), remaining.get(session._id) ?? 0, now),
    ),
    nextCursor: rows.length > query.limit && last ? toCursor(last) : null,
  };
}

/** One session. @throws NOT_FOUND */
export async function getSession(deps: Deps, id: string, actor: Actor, now: Date) {
  const session = await findSession(id);
  if (!session) throw new AppError('NOT_FOUND');
  const remaining = await countRemaining(deps, [session], actor, now);
  return presentSession(session, serviceName(deps, session.serviceCode), remaining.get(id) ?? 0, now);
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
  capacity: number;
  quotas?: Record<Quota, number>;
  releaseAt?: Date;
  doctor?: { id: string; name: string; title: string };
  sharedTime: boolean;
  createdBy: string;
}

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
    ...(doctor ? { doctorId: doctor.id, doctorName: doctor.name, doctorTitle: doctor.title } : {}),
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

async function findDoctor(doctorId: string): Promise<{ id: string; name: string; title: string }> {
  const staff = await findStaff(doctorId);
  if (!staff?.roles.includes('doctor'))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.doctorId', 'UNKNOWN')] });
  return { id: doctorId, name: staff.name, title: staff.title };
}

/** Opens a session and makes its seats. @throws VALIDATION_FAILED for an unknown service or doctor, or a past time */
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
    const doctor = body.doctorId ? await findDoctor(body.doctorId) : undefined;
    return buildSession(
      {
        id: new mongoose.Types.ObjectId().toHexString(),
        serviceCode: body.serviceCode,
        day: body.day,
        startTime: body.startTime,
        endTime: body.endTime,
        place: body.place,
        capacity: body.capacity,
        ...(body.quotas ? { quotas: body.quotas } : {}),
        ...(body.releaseAt ? { releaseAt: new Date(body.releaseAt) } : {}),
        ...(doctor ? { doctor } : {}),
        sharedTime: service.seatTimes === 'shared',
        createdBy: request.actor.accountId,
      },
      now,
    );
  };
  const session = await createOnce(SessionModel, request.idempotency, now, build, () => {
    throw new Error('a session has no unique value but its key');
  });
  if (!session.published) await publishSeats(session, now);
  return getSession(deps, session._id, request.actor, now);
}

/** Opens a session under an id that the caller has chosen; doing it twice changes nothing. */
export async function openSession(input: NewSession, now: Date): Promise<void> {
  await insertSession(buildSession(input, now));
  const session = await findSession(input.id);
  if (session && !session.published) await publishSeats(session, now);
}
