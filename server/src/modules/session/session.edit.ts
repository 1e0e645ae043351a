import type { Input, Reply } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import { seatTimes } from '@linkang/shared/domain/seat-keys';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { duplicateKeys } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { countTold, findClashesOf } from './seat.edit.model';
import { findTaken, type SeatRow } from './seat.model';
import { finishEdit } from './seat.edit';
import { refuseBusyDoctor } from './session.busy';
import { changeOpenSession, type EditedSession } from './session.edit.model';
import { findSession, type SessionRow } from './session.model';
import { stateOf } from './session.presenter';
import { serviceName } from './session.naming';
import { getSession } from './session.service';

type EditBody = Input<SessionRoutes['update']>['body'];
type EditRequest = RequestInfo<StaffActor>;

const isEdited = (session: SessionRow): session is EditedSession => session.edit !== undefined;

const isSame = (session: SessionRow, { day = session.day, startTime, endTime, place }: EditBody): boolean =>
  session.day === day && session.startTime === startTime && session.endTime === endTime && session.place === place;

/** Whether this very change was made already: its answer was lost, or somebody clicked twice. */
const isRepeat = (session: SessionRow, body: EditBody, { actor }: EditRequest): session is EditedSession =>
  isEdited(session) &&
  session.rev === body.rev + 1 &&
  session.edit.rev === session.rev &&
  session.edit.by === actor.accountId &&
  session.edit.reason === body.reason &&
  isSame(session, body);

async function conflictOf(deps: Deps, id: string, request: EditRequest, detail?: string): Promise<AppError> {
  const conflict = await getSession(deps, id, request);
  return new AppError('STATE_CONFLICT', { conflict, ...(detail === undefined ? {} : { detail }) });
}

/** All faults that the schema cannot see. @throws VALIDATION_FAILED */
function checkFields(session: SessionRow, body: EditBody, taken: readonly SeatRow[], now: Date): void {
  const { day = session.day, startTime, endTime } = body;
  const [today, time] = [dayOf(now), timeOf(now)];
  const fields: FieldFault[] = [];
  if (day < today) fields.push(fieldFault('body.day', 'PAST'));
  if (day !== session.day && taken.length)
    fields.push(fieldFault('body.day', 'BOOKED', '已经有人预约，不能改日期，只能改当天的时间'));
  if (day === today && startTime <= time && (startTime !== session.startTime || day !== session.day))
    fields.push(fieldFault('body.startTime', 'PAST'));
  if (day === today && endTime <= time) fields.push(fieldFault('body.endTime', 'PAST'));
  if (isSame(session, body)) fields.push(fieldFault('body.startTime', 'SAME', '时间和地点都没有变，不需要修改'));
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
}

/** Refuses what cannot be changed at all. @throws STATE_CONFLICT with the session as it is */
async function assertEditable(deps: Deps, session: SessionRow, body: EditBody, request: EditRequest): Promise<void> {
  const { _id: id } = session;
  if (session.rev !== body.rev) throw await conflictOf(deps, id, request);
  if (session.lectureTitle !== undefined)
    throw await conflictOf(deps, id, request, '讲座的时间和地点请在“讲座”里修改。');
  if (['suspended', 'ended'].includes(stateOf(session, 0, request.now)))
    throw await conflictOf(deps, id, request, '这一场已停诊或结束，不能再修改。');
}

/** Changes the session itself; from now on lists show the new time. @throws STATE_CONFLICT, VALIDATION_FAILED, SESSION_DOCTOR_BUSY */
async function change(deps: Deps, session: SessionRow, body: EditBody, request: EditRequest): Promise<EditedSession> {
  await assertEditable(deps, session, body, request);
  const { actor, now } = request;
  const taken = await findTaken(session._id, ['booked', 'arrived', 'called', 'done']);
  checkFields(session, body, taken, now);
  await recordAccess(
    request,
    'session.update',
    taken.map((seat) => seat.residentId as string),
    body.reason,
  );
  const { day = session.day, startTime, endTime, place, reason } = body;
  const last = seatTimes(
    { startTime, endTime, capacity: session.capacity, shared: session.sharedTime },
    session.capacity,
  );
  // Two edits never share an instant: it is part of their messages' names.
  const at = new Date(Math.max(now.getTime(), (session.edit?.at.getTime() ?? 0) + 1));
  const edit = {
    no: (session.edit?.no ?? 0) + 1,
    at,
    by: actor.accountId,
    reason,
    serviceName: serviceName(deps, session.serviceCode),
    rev: body.rev + 1,
  };
  const times = { day, startTime, endTime, lastStartTime: last.startTime };
  const { doctorId } = session;
  const doctorKeys = doctorId === undefined ? undefined : buildDoctorKeys(doctorId, times);
  const changes = { ...times, place, edit, ...(doctorKeys ? { doctorKeys } : {}) };
  const leavesRoom = place !== session.place;
  const changed = await changeOpenSession(session._id, body.rev, changes, leavesRoom).catch((error: unknown) => {
    if (duplicateKeys(error)?.doctorKeys) return refuseBusyDoctor(deps, doctorKeys ?? [], session._id);
    throw error;
  });
  if (changed) return changed;
  const current = await findSession(session._id);
  if (current && isRepeat(current, body, request)) return current;
  throw await conflictOf(deps, session._id, request);
}

/**
 * Changes time and place of a session and brings its seats in line; the reconciler finishes what a crash leaves.
 * The same request again answers the same and tells nobody twice.
 * @throws NOT_FOUND, STATE_CONFLICT, SESSION_DOCTOR_BUSY, VALIDATION_FAILED
 */
export async function editSession(
  deps: Deps,
  id: string,
  body: EditBody,
  request: EditRequest,
): Promise<Reply<SessionRoutes['update']>> {
  const session = await findSession(id);
  if (!session) throw new AppError('NOT_FOUND');
  const edited = isRepeat(session, body, request) ? session : await change(deps, session, body, request);
  await finishEdit(edited);
  const [shown, told, clashes] = await Promise.all([
    getSession(deps, id, request),
    countTold(id, edited.edit.at),
    findClashesOf(id),
  ]);
  return { ...shown, told, clashes: clashes.length };
}
