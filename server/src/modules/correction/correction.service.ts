import type { Correction, CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf, isDay } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { recordAccess } from '../audit';
import { correctPerson, residentNames } from '../resident';
import { answerPlace, insertAnswer } from './answer.model';
import { presentAll } from './correction.asking';
import {
  answerCorrection,
  correctionPlace,
  countByTime,
  findAnswered,
  findCorrection,
  findOpen,
  type AnsweredCursor,
  type CorrectionRow,
  type DueCursor,
} from './correction.model';
import { presentListed } from './correction.presenter';

type StaffRequest = RequestInfo<StaffActor>;
type Answer = Input<CorrectionRoutes['answer']>['body'];

const badCursor = (): AppError => new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });

/** The two parts of a cursor. @throws VALIDATION_FAILED for one that no list gave out */
function readCursor(cursor: string, isFirst: (text: string) => boolean): [string, string] {
  const [, first = '', id = ''] = /^([\d-]{1,15})\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (!isFirst(first)) throw badCursor();
  return [first, id];
}

function dueCursor(cursor: string | undefined): DueCursor | undefined {
  if (cursor === undefined) return undefined;
  const [dueDay, id] = readCursor(cursor, isDay);
  return { dueDay, id };
}

function answeredCursor(cursor: string | undefined): AnsweredCursor | undefined {
  if (cursor === undefined) return undefined;
  const [ms, id] = readCursor(cursor, (text) => /^\d{1,15}$/.test(text));
  return { answeredAt: new Date(Number(ms)), id };
}

const cursorOf = (row: CorrectionRow, state: 'open' | 'answered'): string =>
  `${state === 'open' ? row.dueDay : String(row.answeredAt?.getTime())}|${row._id}`;

/** Requests for those who answer them; that they saw whose they are is audited. @throws VALIDATION_FAILED */
export async function listCorrections(
  { state, cursor, limit }: Input<CorrectionRoutes['list']>['query'],
  request: StaffRequest,
): Promise<Reply<CorrectionRoutes['list']>> {
  const found =
    state === 'open'
      ? await findOpen(dueCursor(cursor), limit + 1)
      : await findAnswered(answeredCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const ids = rows.map((row) => row.residentId);
  await recordAccess(request, 'correction.list', ids);
  const names = await residentNames(ids);
  const today = dayOf(request.now);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentListed(row, names.get(row.residentId) ?? '', today)),
    nextCursor: last && found.length > limit ? cursorOf(last, state) : null,
  };
}

/** How the requests of some days were answered. */
export const readFigures = (
  { fromDay, toDay }: Input<CorrectionRoutes['figures']>['query'],
  now: Date,
): Promise<Reply<CorrectionRoutes['figures']>> => countByTime(fromDay, toDay, dayOf(now));

async function present(deps: Deps, row: CorrectionRow): Promise<Correction & { residentName: string }> {
  const [[correction], names] = await Promise.all([presentAll(deps, [row]), residentNames([row.residentId])]);
  return { ...(correction as Correction), residentName: maskName(names.get(row.residentId) ?? '') };
}

/** One request in full; the request itself is the task, and the access is audited. @throws NOT_FOUND */
export async function readCorrection(
  deps: Deps,
  id: string,
  request: StaffRequest,
): Promise<Reply<CorrectionRoutes['get']>> {
  const row = await findCorrection(id);
  if (!row) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'correction.get', [row.residentId]);
  return present(deps, row);
}

/** The answer, the change and what stood before: all of it or nothing. @throws Unmatched */
const writeAnswer = (deps: Deps, row: CorrectionRow, { outcome, words, rev }: Answer, { actor, now }: StaffRequest) =>
  inTransaction(async (session) => {
    const { _id: id, residentId, field } = row;
    const day = dayOf(now);
    const about = { residentId, targetId: id, accountIds: [row.askedBy] };
    const notice = owe('correctionAnswered', about, { day }, now);
    const answered = await answerCorrection(id, rev, { status: outcome, at: now, day, notice }, session);
    if (!answered) throw new Unmatched('correction');
    const answerId = `${id}:${answered.rev}`;
    await insertAnswer(
      {
        _id: answerId,
        correctionId: id,
        at: now,
        by: actor.accountId,
        outcome,
        words: deps.keyring.encrypt(words, answerPlace(answerId)),
      },
      session,
    );
    if (outcome === 'refused') return answered;
    const open = (path: 'says' | 'right'): string => deps.keyring.decrypt(row[path], correctionPlace(path, id));
    const accepted = { id, residentId, field, says: open('says'), right: open('right'), by: actor.accountId, at: now };
    await correctPerson(deps, accepted, session);
    return answered;
  });

/**
 * Accepts, which makes the change and keeps what stood before, or refuses. What was refused can be accepted later.
 * @throws NOT_FOUND, STATE_CONFLICT when somebody answered meanwhile, or the person is not in care any more
 */
export async function answerRequest(
  deps: Deps,
  id: string,
  body: Answer,
  request: StaffRequest,
): Promise<Reply<CorrectionRoutes['answer']>> {
  const row = await findCorrection(id);
  if (!row) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'correction.answer', [row.residentId]);
  try {
    return await present(deps, await writeAnswer(deps, row, body, request));
  } catch (error) {
    if (error instanceof Unmatched)
      throw new AppError('STATE_CONFLICT', { detail: '这个申请刚刚有人答复过，请刷新后再看。' });
    throw error;
  }
}
