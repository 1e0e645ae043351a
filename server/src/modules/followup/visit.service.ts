import type { FollowUp, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { isSensitive } from '@linkang/shared/domain/follow-up-visit';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { assertServes, findResidents, type Access } from '../resident';
import { staffNames } from '../staff';
import { findEnrolmentsOf, type EnrolmentRow } from './enrolment.model';
import { mayKnow } from './followup.policy';
import { knowsAll, presentEnrolments, presentParts, presentVisits, type Knows } from './followup.presenter';
import { checkPart, type CheckedPart, type VisitFrame } from './visit.checking';
import { openContent, sealContent, type VisitContent } from './visit.content';
import {
  amendVisit,
  findVersions,
  findVisit,
  findVisitsOf,
  insertVersion,
  insertVisitOnce,
  versionPlace,
  visitPlace,
  type VisitPart,
  type VisitRow,
} from './visit.model';
import { settleVisit, sourceOf } from './visit.settling';

type StaffRequest = RequestInfo<StaffActor>;
type CreateRequest = IdempotentRequestInfo & { actor: StaffActor };
type CreateBody = Input<FollowupRoutes['create']>['body'];
type AmendBody = Input<FollowupRoutes['amend']>['body'];
type Forms = CreateBody['forms'];

/** Visits that a page shows. */
const MAX_VISITS = 60;

const refuse = (path: string, code: string, text?: string): never => {
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(path, code, text)] });
};

/** What the caller may know of a person's programmes: staff by the policy, relatives nothing sensitive. */
function knowsOf(enrolments: readonly EnrolmentRow[], { actor }: RequestInfo, { relation }: Access): Knows {
  const isKnown = (row: EnrolmentRow): boolean => {
    if (actor.kind === 'staff') return mayKnow(actor, row);
    return relation === 'self' || !isSensitive(row.programme);
  };
  const known = new Set(enrolments.filter(isKnown).map(({ _id }) => _id));
  return (id) => known.has(id);
}

/** The person's enrolments, and of which of them the caller may know. @throws NOT_FOUND, ACCESS_LIMITED */
async function findKnown(
  action: 'followup.create' | 'followup.amend' | 'followup.versions' | 'followup.ofResident',
  residentId: string,
  request: RequestInfo,
): Promise<{ enrolments: EnrolmentRow[]; knows: Knows }> {
  const access = await assertServes(request, action, residentId);
  const enrolments = await findEnrolmentsOf(residentId);
  return { enrolments, knows: knowsOf(enrolments, request, access) };
}

/** A person's programmes and visits. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING */
export async function listOf(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<FollowupRoutes['ofResident']>> {
  const { enrolments, knows } = await findKnown('followup.ofResident', residentId, request);
  const shown = enrolments.filter(({ _id }) => knows(_id));
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  const { name, birthDay, sex } = person;
  return {
    person: { name, birthDay, sex },
    enrolments: await presentEnrolments(shown, dayOf(request.now)),
    visits: await presentVisits(deps.keyring, await findVisitsOf(residentId, MAX_VISITS), knows),
  };
}

/** The enrolment of each form. @throws VALIDATION_FAILED for a programme in which the person is not, or twice */
function enrolmentsOf(forms: Forms, open: readonly EnrolmentRow[]): EnrolmentRow[] {
  return forms.map(({ programme }, index) => {
    const path = `body.forms.${index}.programme`;
    if (forms.findIndex((form) => form.programme === programme) !== index) return refuse(path, 'REPEATED');
    const enrolment = open.find((row) => row.programme === programme);
    return enrolment ?? refuse(path, 'UNKNOWN', '这位居民没有纳入这项管理，请先纳入。');
  });
}

async function checkForms(
  deps: Deps,
  frame: VisitFrame,
  forms: Forms,
  enrolments: readonly EnrolmentRow[],
): Promise<CheckedPart[]> {
  const checked: CheckedPart[] = [];
  for (const [index, form] of forms.entries())
    checked.push(await checkPart(deps, frame, form, enrolments[index] as EnrolmentRow, `body.forms.${index}`));
  return checked;
}

async function frameOf(
  residentId: string,
  { day, way }: Pick<VisitRow, 'day' | 'way'>,
  actor: StaffActor,
): Promise<VisitFrame> {
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  return { residentId, birthDay: person.birthDay, day, way, actor };
}

/** When a visit was: now, or at noon of an earlier day. @throws VALIDATION_FAILED for a day to come, or before the care */
function instantOfVisit(day: string, enrolments: readonly EnrolmentRow[], now: Date): Date {
  if (day > dayOf(now)) refuse('body.day', 'FUTURE', '随访日期不能晚于今天。');
  if (enrolments.some(({ sinceDay }) => day < sinceDay))
    refuse('body.day', 'RANGE', '随访日期不能早于纳入管理的日期。');
  return day === dayOf(now) ? now : instantOf(day, '12:00');
}

async function buildVisit(
  deps: Deps,
  residentId: string,
  body: CreateBody,
  { actor, now }: CreateRequest,
  open: readonly EnrolmentRow[],
): Promise<VisitRow> {
  const enrolments = enrolmentsOf(body.forms, open);
  const at = instantOfVisit(body.day, enrolments, now);
  const frame = await frameOf(residentId, body, actor);
  const checked = await checkForms(deps, frame, body.forms, enrolments);
  const _id = new mongoose.Types.ObjectId().toHexString();
  const content: VisitContent = { parts: checked.map((row) => row.content), medicines: body.medicines };
  return {
    _id,
    residentId,
    day: body.day,
    at,
    way: body.way,
    by: actor.accountId,
    parts: checked.map(({ part }) => ({ ...part, taskSource: sourceOf(_id, 0) })),
    content: sealContent(deps.keyring, content, visitPlace(_id)),
    owes: true,
    rev: 0,
  };
}

async function presentOne(deps: Deps, row: VisitRow, knows: Knows): Promise<FollowUp> {
  const [shown] = await presentVisits(deps.keyring, [row], knows);
  if (!shown) throw new AppError('NOT_FOUND');
  return shown;
}

/** Keeps a visit; enrolments and tasks follow, also when this process is killed in between. */
export async function createVisit(
  deps: Deps,
  residentId: string,
  body: CreateBody,
  request: CreateRequest,
): Promise<FollowUp> {
  const { enrolments, knows } = await findKnown('followup.create', residentId, request);
  const open = enrolments.filter((row) => row.open && row.kind === 'managed' && knows(row._id));
  const row = await insertVisitOnce(
    request.idempotency,
    request.now,
    () => buildVisit(deps, residentId, body, request, open),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这一天已经有随访记录，请打开那一条更正。' });
    },
  );
  if (row.owes) await settleVisit(deps, row);
  return presentOne(deps, row, knows);
}

/** The amended parts: those that the caller does not know of stay as they are. */
function mergeParts(
  row: VisitRow,
  before: VisitContent,
  checked: readonly CheckedPart[],
  body: AmendBody,
  all: boolean,
) {
  const parts = row.parts.map((part): VisitPart => {
    const next = checked.find((other) => other.part.programme === part.programme);
    if (!next) return part;
    const ruleBefore = before.parts.find(({ programme }) => programme === part.programme)?.ruleId;
    const isSame = ruleBefore === next.content.ruleId;
    return { ...next.part, taskSource: isSame ? part.taskSource : sourceOf(row._id, row.rev + 1) };
  });
  const content: VisitContent = {
    parts: before.parts.map(
      (part) => checked.find(({ content: next }) => next.programme === part.programme)?.content ?? part,
    ),
    medicines: all ? body.medicines : before.medicines,
  };
  return { parts, content };
}

/**
 * Amends a visit, which also confirms its classes; what stood there before stays.
 * @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT
 */
export async function amend(deps: Deps, id: string, body: AmendBody, request: StaffRequest): Promise<FollowUp> {
  const row = await findVisit(id);
  if (!row) throw new AppError('NOT_FOUND');
  const { enrolments, knows } = await findKnown('followup.amend', row.residentId, request);
  const known = row.parts.filter(({ enrolmentId }) => knows(enrolmentId));
  if (known.length === 0) throw new AppError('NOT_FOUND');
  const mine = enrolments.filter(({ _id }) => known.some(({ enrolmentId }) => enrolmentId === _id));
  const inOrder = enrolmentsOf(body.forms, mine);
  if (inOrder.length < known.length) refuse('body.forms', 'MISSING', '这次随访的每一项都要填。');
  const frame = await frameOf(row.residentId, row, request.actor);
  const checked = await checkForms(deps, frame, body.forms, inOrder);
  const before = openContent(deps.keyring, row.content, visitPlace(id));
  const { parts, content } = mergeParts(row, before, checked, body, knowsAll(row.parts, knows));
  const versionId = `${id}:${body.rev}`;
  const { actor, now } = request;
  const seal = deps.keyring;
  const amended = await inTransaction(async (session) => {
    const change = { parts, content: sealContent(seal, content, visitPlace(id)), amendedBy: actor.accountId };
    const next = await amendVisit(id, body.rev, { ...change, amendedAt: now }, session);
    if (!next) throw new Unmatched('follow-up');
    await insertVersion(
      {
        _id: versionId,
        visitId: id,
        visitRev: body.rev,
        at: now,
        by: actor.accountId,
        why: seal.encrypt(body.why, versionPlace('why', versionId)),
        content: sealContent(seal, before, versionPlace('content', versionId)),
      },
      session,
    );
    return next;
  }).catch((error: unknown) => {
    if (error instanceof Unmatched) throw new AppError('STATE_CONFLICT', { detail: '刚刚有人改过，请刷新后再看。' });
    throw error;
  });
  await settleVisit(deps, amended);
  return presentOne(deps, amended, knows);
}

/** What stood in a visit before. @throws NOT_FOUND, ACCESS_LIMITED, PROXY_SCOPE_MISSING */
export async function listVersions(
  deps: Deps,
  id: string,
  request: RequestInfo,
): Promise<Reply<FollowupRoutes['versions']>> {
  const row = await findVisit(id);
  if (!row) throw new AppError('NOT_FOUND');
  request.trace.residentIds.add(row.residentId);
  const { knows } = await findKnown('followup.versions', row.residentId, request);
  if (!row.parts.some(({ enrolmentId }) => knows(enrolmentId))) throw new AppError('NOT_FOUND');
  const versions = await findVersions([id]);
  const staff = await staffNames([...new Set(versions.map(({ by }) => by))]);
  const isWhole = knowsAll(row.parts, knows);
  return {
    items: versions.map((version) => {
      const content = openContent(deps.keyring, version.content, versionPlace('content', version._id));
      return {
        at: version.at.toISOString(),
        byName: staff.get(version.by) ?? '',
        reason: isWhole ? deps.keyring.decrypt(version.why, versionPlace('why', version._id)) : '',
        parts: presentParts(row.parts, content, knows),
        medicines: isWhole ? content.medicines : [],
      };
    }),
  };
}

/** A request of staff, as the handlers of staff take it. */
export const asStaffRequest = <R extends RequestInfo>(request: R): R & { actor: StaffActor } => ({
  ...request,
  actor: asStaff(request.actor),
});
