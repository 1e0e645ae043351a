import type { QueueBoard, QueueRoutes, Turn } from '@linkang/shared/api/queue.routes';
import type { Reply } from '@linkang/shared/api/route';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { CHECK_IN_OPENS_MINUTES, minutesUntilTurn, paceOf } from '@linkang/shared/domain/visit-queue';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Idempotency } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { advanceById, loadServed } from '../booking';
import { findResidents } from '../resident';
import {
  callFirst,
  dayQueues,
  findCalledBy,
  findQueue,
  findSession,
  forgetQueue,
  sessionQueue,
  type DayQueues,
  type QueueRow,
  type SeatRow,
  type SessionQueue,
} from '../session';
import { calledOf, presentBoardQueue, presentTurns, shownResidents, waitingOf } from './queue.presenter';

/** Somebody's place after a change, read anew. */
async function currentTurn(deps: Deps, seat: SeatRow): Promise<Turn> {
  const turns = presentTurns(await findQueue([seat.sessionId]));
  const own = turns.find((turn) => turn.id === seat._id);
  return own ?? unqueued(seat);
}

const unqueued = (seat: SeatRow): Turn => ({
  id: seat._id,
  sessionId: seat.sessionId,
  number: seat.no,
  status: seat.status as BookingStatus,
  ahead: null,
});

/**
 * Calls the next person of a session. The same request again names the same person, whose answer was lost.
 * @throws NOT_FOUND, STATE_CONFLICT on another day, QUEUE_EMPTY, IDEMPOTENCY_MISMATCH
 */
export async function callNext(
  deps: Deps,
  sessionId: string,
  request: RequestInfo<StaffActor> & { idempotency: Idempotency },
): Promise<Turn> {
  const { now, actor, idempotency } = request;
  const session = await findSession(sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  if (session.day !== dayOf(now)) throw new AppError('STATE_CONFLICT', { detail: '只能叫今天的号，请核对日期。' });
  const { idem } = idempotency;
  const seat = (await findCalledBy(idem)) ?? (await callFirst(sessionId, actor.accountId, now, idem));
  if (!seat) throw new AppError('QUEUE_EMPTY');
  if (seat.sessionId !== sessionId) throw new AppError('IDEMPOTENCY_MISMATCH');
  forgetQueue(deps, seat);
  await recordAccess(request, 'queue.next', [seat.residentId as string]);
  return currentTurn(deps, seat);
}

/** Calls again, or puts behind others, whoever was called. @throws NOT_FOUND, STATE_CONFLICT */
export async function change(
  deps: Deps,
  id: string,
  stage: 'recall' | 'skip',
  request: RequestInfo<StaffActor>,
): Promise<Turn> {
  return currentTurn(deps, await advanceById(deps, id, stage, request));
}

/** How long the one who was called last has been inside. */
const inRoomMs = (rows: readonly QueueRow[], now: Date): number | null => {
  const [latest] = calledOf(rows);
  return latest ? now.getTime() - latest.calledAt.getTime() : null;
};

/** A session's queue in which a person stands who waits, also when they have just arrived at another process. */
async function queueWith(deps: Deps, seat: SeatRow): Promise<SessionQueue> {
  const queue = await sessionQueue(deps, seat.sessionId);
  const isKnown = waitingOf(queue.rows).some((row) => row._id === seat._id);
  if (isKnown || seat.status !== 'arrived') return queue;
  forgetQueue(deps, seat);
  return sessionQueue(deps, seat.sessionId);
}

/** How many wait before somebody, and for how long about. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function readPlace(deps: Deps, id: string, request: RequestInfo): Promise<Reply<QueueRoutes['place']>> {
  const { seat } = await loadServed(id, 'queue.place', request);
  const { rows, place, plannedMinutes } = await queueWith(deps, seat);
  const turn = presentTurns(rows).find((row) => row.id === seat._id);
  // The queue may be two seconds older than the seat: nobody is told a place that they have left.
  const ahead = turn?.status === seat.status ? turn.ahead : null;
  const finished = rows.filter((row) => row.status === 'done');
  return {
    ...unqueued(seat),
    ahead,
    place,
    minutes:
      ahead === null ? null : minutesUntilTurn(ahead, paceOf(finished, plannedMinutes), inRoomMs(rows, request.now)),
    calling: calledOf(rows).map((row) => row.no),
    waiting: waitingOf(rows).length,
  };
}

/** Everybody of a day who has arrived, by number. It names nobody, so reading it is not audited. */
export async function readDay(deps: Deps, day: string, now: Date): Promise<{ items: Turn[] }> {
  const { sessions, rows } = await dayQueues(deps, day, now);
  return {
    items: sessions.flatMap((session) => presentTurns(rows.filter((row) => row.sessionId === session.id))),
  };
}

/** Whether people come to a session now. */
const isOnNow = (session: DayQueues['sessions'][number], day: string, now: Date): boolean =>
  session.state !== 'ended' &&
  session.state !== 'suspended' &&
  now.getTime() >= instantOf(day, session.startTime).getTime() - CHECK_IN_OPENS_MINUTES * 60_000;

/**
 * What hangs in the waiting room: numbers and masked names, for everybody there to read. Reading it is not
 * audited for that reason.
 */
export async function readBoard(deps: Deps, place: string | undefined, now: Date): Promise<QueueBoard> {
  const day = dayOf(now);
  const { sessions, rows } = await dayQueues(deps, day, now);
  const queues = sessions
    .filter((session) => place === undefined || session.place === place)
    .map((session) => ({ session, rows: rows.filter((row) => row.sessionId === session.id) }))
    .filter(({ session, rows }) => isOnNow(session, day, now) || calledOf(rows).length + waitingOf(rows).length > 0);
  const ids = [...new Set(queues.flatMap((queue) => shownResidents(queue.rows)))];
  const names = new Map((await findResidents(ids)).map((resident) => [resident.id, resident.name]));
  return {
    day,
    serverTime: now.toISOString(),
    items: queues.map(({ session, rows }) => ({
      sessionId: session.id,
      serviceName: session.serviceName,
      doctorName: session.doctorName,
      place: session.place,
      startTime: session.startTime,
      endTime: session.endTime,
      ...presentBoardQueue(rows, names),
    })),
  };
}
