import type { Enrolment, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { RouteName } from '@linkang/shared/api/index';
import type { Input } from '@linkang/shared/api/route';
import { dueStatusOf } from '@linkang/shared/domain/chronic-due';
import { addDays, dayOf, daysBetween } from '@linkang/shared/domain/clinic-day';
import { highRiskProgrammes, isSensitive, longestInterval, recallDays } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { htnScreening } from '@linkang/shared/domain/tables/screening-htn';
import { t2dmScreening } from '@linkang/shared/domain/tables/screening-t2dm';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { assertServes, findResidents } from '../resident';
import { findStaff } from '../staff';
import { findTask } from '../task';
import {
  changeEnrolment,
  enrolmentPlace,
  findEnrolment,
  insertEnrolmentOnce,
  type EnrolmentChange,
  type EnrolmentRow,
} from './enrolment.model';
import { mayEnrol, mayKnow } from './followup.policy';
import { presentEnrolments } from './followup.presenter';
import { settleEnrolment } from './visit.settling';

type StaffRequest = RequestInfo<StaffActor>;
type EnrolRequest = IdempotentRequestInfo & { actor: StaffActor };
type BodyOf<K extends keyof FollowupRoutes> = Input<FollowupRoutes[K]>['body'];

/** Calls that are kept; the days of three of them count. */
const MAX_ATTEMPTS = 30;

const screenings = { HTN: htnScreening, T2DM: t2dmScreening } as const;

const refuse = (path: string, code: string, text?: string): never => {
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(path, code, text)] });
};

const changed = (): AppError => new AppError('STATE_CONFLICT', { detail: '刚刚有人改过，请刷新后再看。' });

const present = async (row: EnrolmentRow, now: Date): Promise<Enrolment> => {
  const [shown] = await presentEnrolments([row], dayOf(now));
  return shown as Enrolment;
};

/** The latest first day, in days from today. @throws VALIDATION_FAILED for a programme without a list of people at high risk */
function longestFirst({ programme, kind }: BodyOf<'enrol'>): number {
  if (kind === 'managed') return longestInterval(chronicProgrammes[programme]);
  const code = highRiskProgrammes.find((known) => known === programme);
  if (code === undefined) return refuse('body.kind', 'UNKNOWN', '这个病没有高危人群管理。');
  return recallDays(screenings[code]);
}

function checkFirstDay(body: BodyOf<'enrol'>, today: string): void {
  const longest = longestFirst(body);
  if (body.firstDueDay < today) refuse('body.firstDueDay', 'PAST', '第一次随访不能早于今天。');
  if (daysBetween(today, body.firstDueDay) > longest)
    refuse('body.firstDueDay', 'RANGE', `第一次随访最晚在${longest}天内，请选早一些。`);
}

/** Who looks after the person from now on. @throws VALIDATION_FAILED */
async function chooseDoctor(
  { doctorId, teamId }: { doctorId?: string | undefined; teamId?: string | undefined },
  actor: StaffActor,
): Promise<Pick<EnrolmentRow, 'doctorId' | 'teamId'>> {
  const isOwn = doctorId === undefined || (doctorId === actor.accountId && actor.roles.includes('doctor'));
  const doctor = isOwn ? null : await findStaff(doctorId);
  if (!isOwn && !(doctor?.active && doctor.roles.includes('doctor')))
    return refuse('body.doctorId', 'UNKNOWN', '没有这位医生，请重新选择。');
  const teamIds = doctor?.teamIds ?? actor.teamIds;
  if (teamId !== undefined && !teamIds.includes(teamId))
    return refuse('body.teamId', 'UNKNOWN', '这位医生不在这个团队，请重新选择。');
  return { doctorId: doctor?.id ?? actor.accountId, teamId: teamId ?? teamIds[0] ?? null };
}

/** @throws NOT_FOUND, STATE_CONFLICT unless the task asks for this enrolment and is open */
async function checkTask(residentId: string, { taskId, programme }: BodyOf<'enrol'>): Promise<void> {
  if (taskId === undefined) return;
  const task = await findTask(taskId);
  const isIts = task?.residentId === residentId && task.kind === 'enrol' && task.programme === programme;
  if (!isIts) refuse('body.taskId', 'UNKNOWN', '没有这项建档任务，请刷新后再看。');
  if (!task?.open) throw new AppError('STATE_CONFLICT', { detail: '这项任务已经有人办过，请刷新后再看。' });
}

async function buildEnrolment(
  deps: Deps,
  residentId: string,
  body: BodyOf<'enrol'>,
  { actor, now }: EnrolRequest,
): Promise<EnrolmentRow> {
  await checkTask(residentId, body);
  const _id = new mongoose.Types.ObjectId().toHexString();
  const [chosen, [person]] = await Promise.all([chooseDoctor(body, actor), findResidents([residentId])]);
  return {
    _id,
    residentId,
    programme: body.programme,
    kind: body.kind,
    status: 'active',
    open: true,
    sinceDay: dayOf(now),
    ...(body.note === undefined ? {} : { note: deps.keyring.encrypt(body.note, enrolmentPlace('note', _id)) }),
    enrolledBy: actor.accountId,
    ...chosen,
    communityId: person?.communityId ?? null,
    nextDueDay: body.firstDueDay,
    attempts: [],
    history: [{ at: now, by: actor.accountId, what: 'enrolled', doctorId: chosen.doctorId }],
    owes: true,
    rev: 0,
  };
}

/**
 * Takes a person into a programme. The unique index decides between two doctors; whoever comes second is told.
 * @throws NOT_FOUND, ACCESS_LIMITED, FORBIDDEN, VALIDATION_FAILED, STATE_CONFLICT
 */
export async function enrol(
  deps: Deps,
  residentId: string,
  body: BodyOf<'enrol'>,
  request: EnrolRequest,
): Promise<Enrolment> {
  await assertServes(request, 'followup.enrol', residentId);
  // Before anything is looked for: the answer tells nothing of the person.
  if (!mayEnrol(request.actor, body.programme)) throw new AppError('FORBIDDEN');
  checkFirstDay(body, dayOf(request.now));
  const row = await insertEnrolmentOnce(
    request.idempotency,
    request.now,
    () => buildEnrolment(deps, residentId, body, request),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这位居民已经在管，请打开随访记录看看。' });
    },
  );
  if (row.owes) await settleEnrolment(deps, row);
  return present(row, request.now);
}

/** An enrolment that the caller may change. @throws NOT_FOUND, ACCESS_LIMITED */
async function findMine(id: string, action: RouteName, request: StaffRequest): Promise<EnrolmentRow> {
  const row = await findEnrolment(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertServes(request, action, row.residentId);
  if (!mayKnow(request.actor, row)) throw new AppError('NOT_FOUND');
  return row;
}

async function change(id: string, rev: number, wanted: EnrolmentChange, now: Date): Promise<Enrolment> {
  const row = await changeEnrolment(id, rev, wanted);
  if (!row) throw changed();
  return present(row, now);
}

/** Gives a person to another doctor; of a severe mental disorder only to one, who then treats it. */
export async function assign(id: string, body: BodyOf<'assign'>, request: StaffRequest): Promise<Enrolment> {
  await findMine(id, 'followup.assign', request);
  const { actor, now } = request;
  const chosen = await chooseDoctor(body, actor);
  const event = { at: now, by: actor.accountId, what: 'assigned', doctorId: chosen.doctorId } as const;
  return change(id, body.rev, { set: chosen, event }, now);
}

/** The day of a next visit. @throws VALIDATION_FAILED for one that is over, or later than any class allows */
function checkNextDue(row: EnrolmentRow, day: string, today: string): void {
  if (day < today) refuse('body.nextDueDay', 'PAST', '下次随访不能早于今天。');
  const longest = longestInterval(chronicProgrammes[row.programme]);
  if (daysBetween(today, day) > longest)
    refuse('body.nextDueDay', 'RANGE', `下次随访最晚在${longest}天内，请选早一些。`);
}

/** Notes that somebody is lost, or found again. @throws STATE_CONFLICT also when it is noted already */
export async function setLost(id: string, body: BodyOf<'lost'>, request: StaffRequest): Promise<Enrolment> {
  const row = await findMine(id, 'followup.lost', request);
  const { actor, now } = request;
  if (row.status === (body.lost ? 'lost' : 'active')) throw changed();
  if (body.nextDueDay !== undefined) checkNextDue(row, body.nextDueDay, dayOf(now));
  const event = { at: now, by: actor.accountId, what: body.lost ? 'lost' : 'found' } as const;
  const found = { status: 'active' as const, attempts: [], nextDueDay: body.nextDueDay ?? row.nextDueDay };
  return change(id, body.rev, { set: body.lost ? { status: 'lost' } : found, event }, now);
}

/** Ends the care in a programme; what was done stays. */
export async function endEnrolment(
  deps: Deps,
  id: string,
  { rev, reason, words }: BodyOf<'end'>,
  request: StaffRequest,
): Promise<Enrolment> {
  await findMine(id, 'followup.end', request);
  const { actor, now } = request;
  const endWords = words === undefined ? {} : { endWords: deps.keyring.encrypt(words, enrolmentPlace('endWords', id)) };
  return change(
    id,
    rev,
    {
      set: { status: 'ended', untilDay: dayOf(now), endReason: reason, ...endWords },
      unset: ['open', 'unconfirmed'],
      event: { at: now, by: actor.accountId, what: 'ended' },
    },
    now,
  );
}

/** Notes a call. On the third day without success somebody counts as lost, and with the first success as found. */
export async function noteAttempt(id: string, body: BodyOf<'attempt'>, request: StaffRequest): Promise<Enrolment> {
  const row = await findMine(id, 'followup.attempt', request);
  const { actor, now } = request;
  const by = actor.accountId;
  const wasLost = row.status === 'lost';
  if (body.reached) {
    const event = { at: now, by, what: 'found' } as const;
    return change(id, body.rev, { set: { status: 'active', attempts: [] }, ...(wasLost ? { event } : {}) }, now);
  }
  const attempts = [...row.attempts, { at: now, by }].slice(-MAX_ATTEMPTS);
  const today = dayOf(now);
  const failedAttempts = attempts.map(({ at }) => at);
  const isLost = dueStatusOf({ dueDay: row.nextDueDay ?? today, failedAttempts }, today) === 'lost';
  const event = { at: now, by, what: 'lost' } as const;
  const set = { attempts, ...(isLost ? { status: 'lost' as const } : {}) };
  return change(id, body.rev, { set, ...(isLost && !wasLost ? { event } : {}) }, now);
}

/** Notes that somebody at high risk was measured. @throws VALIDATION_FAILED for a day to come, STATE_CONFLICT for others */
export async function noteRecall(id: string, body: BodyOf<'recall'>, request: StaffRequest): Promise<Enrolment> {
  const row = await findMine(id, 'followup.recall', request);
  const { actor, now } = request;
  const code = highRiskProgrammes.find((known) => known === row.programme);
  if (row.kind !== 'highRisk' || code === undefined || isSensitive(row.programme)) throw changed();
  if (body.day > dayOf(now)) refuse('body.day', 'FUTURE', '测量日期不能晚于今天。');
  if (body.day < row.sinceDay) refuse('body.day', 'RANGE', '测量日期不能早于纳入日期。');
  const nextDueDay = addDays(body.day, recallDays(screenings[code]));
  const event = { at: now, by: actor.accountId, what: 'recalled' } as const;
  const set = { lastDay: body.day, nextDueDay, attempts: [], status: 'active' as const };
  return change(id, body.rev, { set, event }, now);
}
