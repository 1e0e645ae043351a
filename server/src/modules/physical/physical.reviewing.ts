import type { Physical, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Input } from '@linkang/shared/api/route';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { findResidents } from '../resident';
import { loadPhysical } from './physical.access';
import type { ReleasedContent, ReviewContent } from './physical.content';
import { examine, itemOf, type Examination } from './physical.examining';
import {
  closePhysical,
  physicalPlace,
  reopenPhysical as reopenRow,
  writeReview,
  type PhysicalRow,
} from './physical.model';
import { presentPhysical } from './physical.presenter';
import { insertRelease, releasePlace, type ReleaseRow } from './release.model';

type StaffRequest = RequestInfo<StaffActor>;

const changed = (): AppError =>
  new AppError('STATE_CONFLICT', { detail: '这份体检刚刚有人改过，请看一看新的内容再继续。' });

/** Reads a check-up with all that is entered. @throws NOT_FOUND, ACCESS_LIMITED */
export async function readPhysical(deps: Deps, id: string, request: StaffRequest): Promise<Physical> {
  return presentPhysical(deps, await loadPhysical(id, 'physical.get', request), request.actor);
}

/** Keeps what the doctor says so far. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT */
export async function reviewPhysical(
  deps: Deps,
  id: string,
  { rev, ...body }: Input<PhysicalRoutes['review']>['body'],
  request: StaffRequest,
): Promise<Physical> {
  await loadPhysical(id, 'physical.review', request);
  const unknown = body.beyondAbility.findIndex((code) => !itemOf(code));
  if (unknown >= 0)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(`body.beyondAbility.${unknown}`, 'UNKNOWN')] });
  const review: ReviewContent = {
    ...body,
    beyondAbility: [...new Set(body.beyondAbility)],
    known: [...new Set(body.known)],
  };
  const written = await writeReview(id, rev, deps.keyring.encrypt(JSON.stringify(review), physicalPlace('review', id)));
  if (!written) throw changed();
  return presentPhysical(deps, written, request.actor);
}

/** What keeps a check-up from being released. */
function findGaps({ report, missing, review }: Examination): FieldFault[] {
  return [
    ...missing.map((code) => fieldFault(`entries.${code}`, 'MISSING', `还没有填写${itemOf(code)?.plain ?? code}。`)),
    ...report.faults.map(({ field, code, text }) => fieldFault(`entries.${field}`, code, text)),
    ...(review.summary === '' ? [fieldFault('review.summary', 'EMPTY', '请先写体检小结。')] : []),
  ];
}

function buildRelease(
  { keyring }: Deps,
  row: PhysicalRow,
  { person, entries, values, review, report }: Examination,
  { actor, now }: StaffRequest,
): ReleaseRow {
  const _id = `${row._id}:${row.version}`;
  const refused = [...entries].flatMap(([code, { refused: reason }]) =>
    reason === undefined ? [] : [{ code, reason }],
  );
  const content: ReleasedContent = { person, entries: values, refused, review };
  const has = (code: string): boolean => values.some((value) => value.code === code);
  return {
    _id,
    physicalId: row._id,
    residentId: row.residentId,
    day: row.day,
    year: row.year,
    version: row.version,
    latest: true,
    teamId: row.teamId,
    releasedAt: now,
    releasedBy: actor.accountId,
    complete: report.isComplete,
    selfCare: has(physicalActions.selfCareItem),
    guidance: review.guidance !== '',
    fastingGlucose: has('FPG'),
    content: keyring.encrypt(JSON.stringify(content), releasePlace(_id)),
    owes: true,
    outbox: [owe('reportReleased', { residentId: row.residentId, targetId: row._id }, { day: row.day }, now)],
  };
}

/**
 * Releases the report as the doctor saw it: of two doctors one does. The closing and the report are one write, and the
 * report owes what follows from it until that is made.
 * @throws NOT_FOUND, STATE_CONFLICT when anything was entered since, PHYSICAL_INCOMPLETE
 */
export async function releasePhysical(deps: Deps, id: string, rev: number, request: StaffRequest): Promise<Physical> {
  const row = await loadPhysical(id, 'physical.release', request);
  if (row.rev !== rev || row.status !== 'inReview') throw changed();
  const [resident] = await findResidents([row.residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  const examination = examine(deps.keyring, row, resident);
  const fields = findGaps(examination);
  if (fields.length > 0) throw new AppError('PHYSICAL_INCOMPLETE', { fields });
  const release = buildRelease(deps, row, examination, request);
  try {
    const closed = await inTransaction(async (session) => {
      const closing = await closePhysical(id, rev, session);
      if (!closing) throw new Unmatched('physical');
      await insertRelease(release, session);
      return closing;
    });
    return await presentPhysical(deps, closed, request.actor);
  } catch (error) {
    if (error instanceof Unmatched) throw changed();
    throw error;
  }
}

/** Opens a released report again as a new version. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function reopenPhysical(
  deps: Deps,
  id: string,
  { rev, reason }: Input<PhysicalRoutes['reopen']>['body'],
  request: StaffRequest,
): Promise<Physical> {
  await loadPhysical(id, 'physical.reopen', request);
  const reopened = await reopenRow(id, rev, deps.keyring.encrypt(reason, physicalPlace('amendedReason', id)));
  if (!reopened) throw changed();
  return presentPhysical(deps, reopened, request.actor);
}
