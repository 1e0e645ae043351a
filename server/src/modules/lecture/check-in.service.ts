import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { proxyRouteScopes } from '@linkang/shared/api/proxy-scopes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { lectureKey } from '@linkang/shared/domain/seat-keys';
import { CHECK_IN_OPENS_MINUTES } from '@linkang/shared/domain/visit-queue';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor, StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asResident, type RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { stepTo } from '../booking';
import { isCodeOf, makeCode } from '../queue';
import { assertServes, findResidents, residentsOfAccount, type AccountResident } from '../resident';
import { findByKey } from '../session';
import { hasCome } from './attendance.counts';
import { assertTakesNotes, loadAnnounced } from './attendance.service';
import { insertWalkIn, newEntryId } from './entry.model';
import type { LectureRow } from './lecture.model';

type Asked = Input<LectureRoutes['checkIn']>['body'];
type CheckedIn = Reply<LectureRoutes['checkIn']>;
type Comer = CheckedIn['checkedIn'][number];

/** Somebody else may change a seat at the same moment; after so many times something is wrong. */
const TRIES = 3;

/** Whether the activity takes people by their phones: shortly before it begins until it is over. @throws CHECK_IN_NOT_NOW */
function assertOpenNow({ state, day, startTime, endTime }: LectureRow, now: Date): void {
  const opensMs = instantOf(day, startTime).getTime() - CHECK_IN_OPENS_MINUTES * 60_000;
  if (state !== 'published' || now.getTime() < opensMs || now > instantOf(day, endTime))
    throw new AppError('CHECK_IN_NOT_NOW', {
      detail: `活动当天，开始前${CHECK_IN_OPENS_MINUTES}分钟到结束可以扫码签到。`,
    });
}

/** The code to show at an activity. @throws NOT_FOUND, CHECK_IN_NOT_NOW */
export async function readCode(deps: Deps, id: string, now: Date): Promise<Reply<LectureRoutes['code']>> {
  assertOpenNow(await loadAnnounced(id), now);
  const { code, renewAt } = makeCode(deps.keyring, 'activity', id, now);
  return { code, renewAt: renewAt.toISOString() };
}

/**
 * The person of a seat has come; whoever is in already stays so.
 * @returns whether the person has a seat
 * @throws STATE_CONFLICT
 */
async function takeSeat(deps: Deps, id: string, residentId: string, by: string, now: Date): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const seat = await findByKey(lectureKey(residentId, id));
    if (!seat) return false;
    if (hasCome(seat) || (await stepTo(deps, 'checkIn', seat, by, now))) return true;
  }
  throw new AppError('STATE_CONFLICT');
}

/** By staff, who see who stands there: with a seat or without. @throws NOT_FOUND, STATE_CONFLICT */
async function checkInByStaff(
  deps: Deps,
  lecture: LectureRow,
  residentId: string,
  request: RequestInfo<StaffActor>,
): Promise<CheckedIn> {
  const { actor, now, trace } = request;
  trace.residentIds.add(residentId);
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  assertTakesNotes(lecture, now);
  await recordAccess(request, 'lecture.checkIn', [residentId]);
  const { _id: lectureId, day } = lecture;
  const by = actor.accountId;
  const isSeated = await takeSeat(deps, lectureId, residentId, by, now);
  const entry = { _id: newEntryId(), lectureId, day, residentId, count: 1, note: '', at: now, by };
  if (!isSeated) await insertWalkIn({ ...entry, status: 'kept' });
  const via = isSeated ? 'registered' : 'walkIn';
  return { checkedIn: [{ residentId, name: person.name, via }], choices: [], pass: null };
}

type Person = Pick<AccountResident, 'id' | 'name'>;

/** Checks in people for whom the caller may. @throws CHECK_IN_NOT_NOW for whoever has no seat */
async function checkInPeople(
  deps: Deps,
  id: string,
  people: readonly Person[],
  request: RequestInfo<ResidentActor>,
): Promise<Comer[]> {
  const comers: Comer[] = [];
  for (const { id: residentId, name } of people) {
    if (!(await takeSeat(deps, id, residentId, request.actor.accountId, request.now)))
      throw new AppError('CHECK_IN_NOT_NOW', { detail: `${name}没有报名这场活动，请找工作人员登记。` });
    comers.push({ residentId, name, via: 'registered' });
  }
  return comers;
}

/** @throws NOT_FOUND, PROXY_SCOPE_MISSING, CONSENT_REQUIRED */
async function assertMayCheckIn(residentIds: readonly string[], request: RequestInfo<ResidentActor>): Promise<void> {
  for (const residentId of residentIds) await assertServes(request, 'lecture.checkIn', residentId);
}

/** Those for whom the account may check in. */
async function peopleOf({ actor, now }: RequestInfo<ResidentActor>): Promise<AccountResident[]> {
  const people = await residentsOfAccount(actor.accountId, now);
  return people.filter(({ scopes }) => scopes.includes(proxyRouteScopes['lecture.checkIn']));
}

/** Everybody of the account who has a seat: one who has not come is checked in, of several the caller chooses. */
async function checkInFamily(
  deps: Deps,
  id: string,
  pass: string,
  request: RequestInfo<ResidentActor>,
): Promise<CheckedIn> {
  const people = await peopleOf(request);
  const seats = await Promise.all(people.map((person) => findByKey(lectureKey(person.id, id))));
  const seated = people.flatMap((person, index) => {
    const seat = seats[index];
    return seat ? [{ ...person, came: hasCome(seat) }] : [];
  });
  if (seated.length === 0)
    throw new AppError('CHECK_IN_NOT_NOW', { detail: '您还没有报名这场活动，请找工作人员登记。' });
  const open = seated.filter(({ came }) => !came);
  const there = seated.filter(({ came }) => came);
  const arriving = open.length === 1 ? open : [];
  await assertMayCheckIn(
    arriving.map((person) => person.id),
    request,
  );
  const checkedIn = await checkInPeople(deps, id, [...there, ...arriving], request);
  if (open.length <= 1) return { checkedIn, choices: [], pass: null };
  return { checkedIn, choices: open.map((person) => ({ residentId: person.id, name: person.name })), pass };
}

/**
 * By the code on the wall, which only proves that somebody stands there: for whom they may check in, their sign-in
 * says. Who has to choose gets a pass, which is worth nothing to another account.
 * @throws CHECK_IN_CODE_STALE, CHECK_IN_NOT_NOW, NOT_FOUND, PROXY_SCOPE_MISSING
 */
async function checkInByCode(
  deps: Deps,
  lecture: LectureRow,
  { code, residentIds }: Asked & { code: string },
  request: RequestInfo<ResidentActor>,
): Promise<CheckedIn> {
  const { actor, now } = request;
  const { _id: id } = lecture;
  const holder = `${id}:${actor.accountId}`;
  await assertMayCheckIn(residentIds ?? [], request);
  assertOpenNow(lecture, now);
  const isFresh = isCodeOf(deps.keyring, 'activity', id, code, now);
  if (!isFresh && !(residentIds && isCodeOf(deps.keyring, 'activityPass', holder, code, now)))
    throw new AppError('CHECK_IN_CODE_STALE');
  if (!residentIds) return checkInFamily(deps, id, makeCode(deps.keyring, 'activityPass', holder, now).code, request);
  const chosen = await findResidents([...new Set(residentIds)]);
  return { checkedIn: await checkInPeople(deps, id, chosen, request), choices: [], pass: null };
}

const missing = (field: 'code' | 'residentId'): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault(`body.${field}`, 'MISSING')] });

/** Somebody has come. @throws VALIDATION_FAILED, and the refusals of the two ways */
export async function checkIn(deps: Deps, id: string, body: Asked, request: RequestInfo): Promise<CheckedIn> {
  const { actor } = request;
  const { code, residentId } = body;
  if (actor.kind === 'staff' && residentId === undefined) throw missing('residentId');
  if (actor.kind !== 'staff' && code === undefined) throw missing('code');
  const lecture = await loadAnnounced(id);
  if (actor.kind === 'staff') return checkInByStaff(deps, lecture, residentId ?? '', { ...request, actor });
  return checkInByCode(deps, lecture, { ...body, code: code ?? '' }, { ...request, actor: asResident(actor) });
}
