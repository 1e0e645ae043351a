import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Input } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Actor } from '../../platform/actor';
import { keptCheck } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { createOnce } from '../../platform/idempotency';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { bookSeat, forgetFacts } from '../booking';
import { callOffSession, countRemaining, findSessionsById, LECTURE_SERVICE, openSession } from '../session';
import {
  findLecture,
  findLectures,
  findUnopened,
  LectureModel,
  markOpened,
  moveLecture,
  updateDraft,
  type LectureContent,
  type LectureQuery,
  type LectureRow,
} from './lecture.model';
import { canSee, canWrite } from './lecture.policy';
import { presentLecture } from './lecture.presenter';

async function present(deps: Deps, lectures: LectureRow[], actor: Actor, now: Date) {
  const sessions = await findSessionsById(lectures.map((lecture) => lecture._id));
  const remaining = await countRemaining(deps, sessions, actor, now);
  return lectures.map((lecture) => presentLecture(lecture, remaining.get(lecture._id) ?? 0, now, canWrite(actor)));
}

const presentOne = async (deps: Deps, lecture: LectureRow, request: RequestInfo) => {
  const [shown] = await present(deps, [lecture], request.actor, request.now);
  return shown as NonNullable<typeof shown>;
};

type Query = Input<LectureRoutes['list']>['query'];

/** Which stored lectures can be what is asked for; `open`, `full` and `ended` are told apart when they are presented. */
function storedQuery({ state, when }: Query): Pick<LectureQuery, 'states' | 'when'> {
  if (state === 'draft' || state === 'cancelled' || state === 'done') return { states: [state], when: 'any' };
  if (state === 'ended') return { states: ['published'], when: 'begun' };
  if (state !== undefined) return { states: ['published'], when: 'coming' };
  return { states: when === 'past' ? ['published', 'done'] : ['published'], when };
}

const parseSkip = (cursor: string | undefined): number => {
  if (cursor !== undefined && !/^\d{1,6}$/.test(cursor))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return Number(cursor ?? 0);
};

/**
 * A page of lectures. A cursor counts stored lectures, fitting or not, so that no page repeats or drops one.
 * @throws FORBIDDEN when somebody who does not write asks for drafts
 */
export async function listLectures(deps: Deps, query: Query, request: RequestInfo) {
  const { state, kind, fromDay, toDay, limit } = query;
  const forWriters = canWrite(request.actor);
  if (state === 'draft' && !forWriters) throw new AppError('FORBIDDEN');
  const stored = {
    ...storedQuery(query),
    ...{ today: dayOf(request.now), forWriters, limit: limit + 1 },
    ...(kind === undefined ? {} : { kind }),
    ...(fromDay === undefined ? {} : { fromDay }),
    ...(toDay === undefined ? {} : { toDay }),
  };
  const items: Lecture[] = [];
  let skip = parseSkip(query.cursor);
  for (;;) {
    const rows = await findLectures({ ...stored, skip });
    for (const lecture of await present(deps, rows, request.actor, request.now)) {
      if (state === undefined || lecture.state === state) {
        if (items.length === limit) return { items, nextCursor: String(skip) };
        items.push(lecture);
      }
      skip += 1;
    }
    if (rows.length <= limit) return { items, nextCursor: null };
  }
}

async function load(id: string, actor: Actor): Promise<LectureRow> {
  const lecture = await findLecture(id);
  if (!lecture || !canSee(actor, lecture)) throw new AppError('NOT_FOUND');
  return lecture;
}

/** One lecture. @throws NOT_FOUND */
export const getLecture = async (deps: Deps, id: string, request: RequestInfo) =>
  presentOne(deps, await load(id, request.actor), request);

const assertInFuture = (content: LectureContent, now: Date): void => {
  if (content.day < dayOf(now)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.day', 'PAST')] });
  if (content.day === dayOf(now) && content.startTime <= timeOf(now))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.startTime', 'PAST')] });
};

/** Writes a draft. @throws VALIDATION_FAILED for a time that has passed */
export async function createLecture(deps: Deps, content: LectureContent, request: IdempotentRequestInfo) {
  const build = (): Promise<LectureRow> => {
    assertInFuture(content, request.now);
    const _id = new mongoose.Types.ObjectId().toHexString();
    const createdBy = asStaff(request.actor).accountId;
    const written = { ...content, ...keptCheck(request.check) };
    return Promise.resolve({ _id, ...written, state: 'draft', opened: false, createdBy, rev: 0 });
  };
  const lecture = await createOnce(LectureModel, request.idempotency, request.now, build, () => {
    throw new Error('a lecture has no unique value but its key');
  });
  return presentOne(deps, lecture, request);
}

/** Changes a draft. @throws NOT_FOUND, STATE_CONFLICT when it is no draft or was changed meanwhile */
export async function updateLecture(
  deps: Deps,
  id: string,
  { rev, ...content }: LectureContent & { rev: number },
  request: RequestInfo,
) {
  await load(id, request.actor);
  assertInFuture(content, request.now);
  const lecture = await updateDraft(id, rev, { ...content, ...keptCheck(request.check) });
  if (!lecture) throw new AppError('STATE_CONFLICT');
  return presentOne(deps, lecture, request);
}

/** Opens the seats of a published lecture; doing it twice changes nothing. */
async function openSeats(lecture: LectureRow, now: Date): Promise<void> {
  await openSession(
    {
      id: lecture._id,
      serviceCode: LECTURE_SERVICE,
      lectureTitle: lecture.title,
      day: lecture.day,
      startTime: lecture.startTime,
      endTime: lecture.endTime,
      place: lecture.place,
      capacity: lecture.capacity,
      sharedTime: true,
      createdBy: lecture.createdBy,
    },
    now,
  );
  await markOpened(lecture._id);
}

/** Announces a lecture. @throws NOT_FOUND, STATE_CONFLICT when it is no draft, VALIDATION_FAILED when its time passed */
export async function publishLecture(deps: Deps, id: string, request: RequestInfo) {
  assertInFuture(await load(id, request.actor), request.now);
  const lecture = await moveLecture(id, 'draft', 'published', { newsAt: request.now });
  if (!lecture) throw new AppError('STATE_CONFLICT');
  await openSeats(lecture, request.now);
  return presentOne(deps, lecture, request);
}

/** Calls a lecture off. @throws NOT_FOUND, STATE_CONFLICT when it is not published */
export async function cancelLecture(deps: Deps, id: string, reason: string, request: RequestInfo) {
  await load(id, request.actor);
  const lecture = await moveLecture(id, 'published', 'cancelled', { cancelReason: reason });
  if (!lecture) throw new AppError('STATE_CONFLICT');
  await callOffSession(deps, id, reason, asStaff(request.actor).accountId, request.now);
  forgetFacts(id);
  return presentOne(deps, lecture, request);
}

/** Registers a resident on a seat of the lecture. @throws NOT_FOUND for a draft, and the refusals of booking */
export async function registerForLecture(deps: Deps, id: string, residentId: string, request: IdempotentRequestInfo) {
  const lecture = await load(id, request.actor);
  if (lecture.state === 'draft') throw new AppError('NOT_FOUND');
  if (!lecture.opened) {
    // Called off before its seats were made: they must not be made now.
    if (lecture.state !== 'published') throw new AppError('BOOKING_SESSION_CLOSED');
    await openSeats(lecture, request.now);
  }
  return bookSeat(deps, { sessionId: id, residentId }, request);
}

/** Opens the seats of published lectures that have none yet. */
export async function openPublished(now: Date): Promise<void> {
  for (const lecture of await findUnopened()) await openSeats(lecture, now);
}

/** Finishes what a crash left: published lectures without seats, called-off lectures whose session runs on. */
export async function reconcileLectures(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await openPublished(now);
  const today = dayOf(now);
  const cancelled = await findLectures({
    states: ['cancelled'],
    when: 'coming',
    today,
    forWriters: true,
    skip: 0,
    limit: 200,
  });
  for (const session of await findSessionsById(cancelled.map((lecture) => lecture._id)))
    if (session.state === 'open') await callOffSession(deps, session._id, '讲座取消', 'system', now);
}
