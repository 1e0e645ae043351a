import type { Session } from '@linkang/shared/api/session.routes';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { duplicateKeys } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { reopenClosed } from './seat.pending';
import { settleSession } from './seat.settle';
import { sweepSession } from './seat.sweep';
import { refuseBusyDoctor } from './session.busy';
import { findSession, resumeSuspended, suspendOpen, type SessionRow } from './session.model';
import { LECTURE_SERVICE, purposeOf } from './session.naming';
import { makeOffers } from './session.offers';
import { getSession } from './session.service';

/**
 * Offers that are made before the answer: those of any usual session, in two seconds or three. The reconciler makes the
 * rest of a larger one and what a crash left, half a minute later.
 */
const MAX_OFFERS = 300;

/** Takes back the seats of a suspended session, also of one whose sweep was broken off. */
export const sweepSuspended = (deps: Deps, session: SessionRow, by: string, at: Date): Promise<void> =>
  sweepSession({ session, service: purposeOf(deps, session), by, at });

/** Calls a session off and takes its seats. @returns whether it was open */
export async function callOffSession(deps: Deps, id: string, reason: string, by: string, now: Date): Promise<boolean> {
  const suspended = await suspendOpen(id, reason);
  const session = suspended ?? (await findSession(id));
  if (session?.state === 'suspended') await sweepSuspended(deps, session, by, now);
  return suspended !== null;
}

/** A session of the clinic; those of lectures change with their lecture. @throws NOT_FOUND, STATE_CONFLICT */
export async function loadClinicSession(id: string): Promise<SessionRow> {
  const session = await findSession(id);
  if (!session) throw new AppError('NOT_FOUND');
  if (session.serviceCode === LECTURE_SERVICE)
    throw new AppError('STATE_CONFLICT', { detail: '这是讲座的名额，请到“讲座”里办理。' });
  return session;
}

/**
 * Calls a session off: its people are told, and each is offered the nearest seat of the same service.
 * @throws NOT_FOUND, STATE_CONFLICT when it is not open or over
 */
export async function suspendSession(
  deps: Deps,
  id: string,
  reason: string,
  request: RequestInfo<StaffActor>,
): Promise<Session> {
  const { actor, now } = request;
  const session = await loadClinicSession(id);
  if (now >= instantOf(session.day, session.endTime) || !(await callOffSession(deps, id, reason, actor.accountId, now)))
    throw new AppError('STATE_CONFLICT');
  await makeOffers(deps, now, MAX_OFFERS, id);
  return getSession(deps, id, request);
}

/** Gives back the seats of a session that is open again. */
export async function reopenSeats(sessionId: string, at: Date): Promise<void> {
  await reopenClosed(sessionId, 'suspend');
  await settleSession(sessionId, at);
}

/**
 * Opens a suspended session again; who had a seat keeps the offer.
 * @throws NOT_FOUND, STATE_CONFLICT, SESSION_DOCTOR_BUSY when its doctor has another one now
 */
export async function resumeSession(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Session> {
  const { now } = request;
  const session = await loadClinicSession(id);
  const { doctorId } = session;
  const doctorKeys = doctorId === undefined ? undefined : buildDoctorKeys(doctorId, session);
  if (now >= instantOf(session.day, session.endTime)) throw new AppError('STATE_CONFLICT');
  const resumed = await resumeSuspended(session, doctorKeys).catch((error: unknown) => {
    if (duplicateKeys(error)?.doctorKeys) return refuseBusyDoctor(deps, doctorKeys ?? []);
    throw error;
  });
  if (!resumed) throw new AppError('STATE_CONFLICT');
  await reopenSeats(id, now);
  return getSession(deps, id, request);
}
