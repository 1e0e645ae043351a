import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { proxyRouteScopes } from '@linkang/shared/api/proxy-scopes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { lectureKey } from '@linkang/shared/domain/seat-keys';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asResident, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { findReadableTitles } from '../article';
import { pictureUrl } from '../file';
import { assertServes, residentsOfAccount } from '../resident';
import { findByKey, type SeatRow } from '../session';
import { hasCome } from './attendance.counts';
import { loadAnnounced } from './attendance.service';
import { findWalkIns } from './entry.model';
import { feedbackPlace, findGivenBy, insertFeedbackOnce, newFeedbackId, type FeedbackRow } from './feedback.model';
import type { LectureRow } from './lecture.model';
import { canSee } from './lecture.policy';

type Mine = Reply<LectureRoutes['mine']>;
type FeedbackState = Mine['people'][number]['feedback'];

/** So long after an activity one can say how it was. */
const FEEDBACK_DAYS = 30;

const isOver = ({ state, day, endTime }: LectureRow, now: Date): boolean =>
  state !== 'cancelled' && now >= instantOf(day, endTime);

const takesFeedback = (lecture: LectureRow, now: Date): boolean =>
  isOver(lecture, now) && dayOf(now) <= addDays(lecture.day, FEEDBACK_DAYS);

/** The seats of some people, and which of them came, with a seat or without. */
async function findPresence(
  lectureId: string,
  residentIds: readonly string[],
): Promise<{ seats: (SeatRow | null)[]; came: Set<string> }> {
  const [seats, walkIns] = await Promise.all([
    Promise.all(residentIds.map((one) => findByKey(lectureKey(one, lectureId)))),
    findWalkIns(lectureId, residentIds),
  ]);
  const seated = seats.flatMap((seat) => (seat?.residentId !== undefined && hasCome(seat) ? [seat.residentId] : []));
  return { seats, came: new Set([...seated, ...walkIns.flatMap(({ residentId }) => residentId ?? [])]) };
}

/** What those who came are shown afterwards. */
async function readMaterials({ record }: LectureRow): Promise<Pick<Mine, 'articles' | 'pictures'>> {
  if (!record) return { articles: [], pictures: [] };
  return { articles: await findReadableTitles(record.articleIds), pictures: record.pictureIds.map(pictureUrl) };
}

async function loadShown(id: string, request: RequestInfo): Promise<LectureRow> {
  const lecture = await loadAnnounced(id);
  if (!canSee(request.actor, lecture)) throw new AppError('NOT_FOUND');
  return lecture;
}

/** What the caller and those they act for have to do with an activity. @throws NOT_FOUND */
export async function readMine(id: string, request: RequestInfo): Promise<Mine> {
  const { now } = request;
  const lecture = await loadShown(id, request);
  const everybody = await residentsOfAccount(asResident(request.actor).accountId, now);
  const people = everybody.filter(({ scopes }) => scopes.includes(proxyRouteScopes['lecture.feedback']));
  const ids = people.map((person) => person.id);
  const [{ seats, came }, given] = await Promise.all([findPresence(id, ids), findGivenBy(id, ids)]);
  const stateOf = (residentId: string): FeedbackState => {
    if (given.includes(residentId)) return 'given';
    return came.has(residentId) && takesFeedback(lecture, now) ? 'open' : 'closed';
  };
  const isShown = came.size > 0 && isOver(lecture, now);
  return {
    people: people.map((person, index) => ({
      residentId: person.id,
      name: person.name,
      bookingId: seats[index]?._id ?? null,
      came: came.has(person.id),
      feedback: stateOf(person.id),
    })),
    ...(isShown ? await readMaterials(lecture) : { articles: [], pictures: [] }),
  };
}

/** Says once how an activity was. @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT */
export async function giveFeedback(
  deps: Deps,
  id: string,
  { residentId, rating, words }: Input<LectureRoutes['feedback']>['body'],
  request: IdempotentRequestInfo,
): Promise<Reply<LectureRoutes['feedback']>> {
  const { now, idempotency } = request;
  await assertServes(request, 'lecture.feedback', residentId);
  const lecture = await loadShown(id, request);
  const build = async (): Promise<FeedbackRow> => {
    const { came } = await findPresence(id, [residentId]);
    if (!came.has(residentId)) throw new AppError('STATE_CONFLICT', { detail: '签到参加了活动的人才能评价。' });
    if (!takesFeedback(lecture, now))
      throw new AppError('STATE_CONFLICT', { detail: `活动结束后${FEEDBACK_DAYS}天内可以评价。` });
    const _id = newFeedbackId();
    const sealed = words === undefined ? {} : { words: deps.keyring.encrypt(words, feedbackPlace(_id)) };
    return { _id, lectureId: id, residentId, rating, ...sealed, at: now };
  };
  await insertFeedbackOnce(idempotency, now, build, () => {
    throw new AppError('STATE_CONFLICT', { detail: '已经评价过了，谢谢您。' });
  });
  return { residentId, feedback: 'given' };
}
