import type { BoardChange, EducationRoutes, NoticeBoard } from '@linkang/shared/api/education.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { boardFaults, changeFaults } from '@linkang/shared/domain/education-ledger';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { useFiles } from '../file';
import { staffNames } from '../staff';
import { findBoard, findBoards, insertBoardOnce, updateBoard, type BoardRow } from './board.model';
import {
  findChange,
  findChanges,
  findNewestChanges,
  insertChangeOnce,
  updateChange,
  withdrawChange,
  type ChangeRow,
} from './change.model';
import { presentBoard, presentChange } from './education.presenter';
import { assertKept, pageOf, readDayCursor } from './ledger.cursor';
import { editedBy, writersOf, writtenBy } from './written';

type StaffRequest = RequestInfo<StaffActor>;

async function presentBoards(deps: Deps, rows: readonly BoardRow[], now: Date): Promise<NoticeBoard[]> {
  const [names, newest] = await Promise.all([
    staffNames(writersOf(rows)),
    findNewestChanges(rows.map((row) => row._id)),
  ]);
  const context = { names, today: dayOf(now), level: deps.config.centre.level };
  return rows.map((row) => presentBoard(row, newest.get(row._id), context));
}

const presentOneBoard = async (deps: Deps, row: BoardRow, now: Date): Promise<NoticeBoard> =>
  (await presentBoards(deps, [row], now))[0] as NoticeBoard;

async function presentChanges(rows: readonly ChangeRow[]): Promise<BoardChange[]> {
  const names = await staffNames(writersOf(rows));
  return rows.map((row) => presentChange(row, names));
}

const presentOneChange = async (row: ChangeRow): Promise<BoardChange> =>
  (await presentChanges([row]))[0] as BoardChange;

async function loadBoard(id: string): Promise<BoardRow> {
  const row = await findBoard(id);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

async function loadChange(id: string): Promise<ChangeRow> {
  const row = await findChange(id);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

/** Boards in the order in which they were hung. @throws VALIDATION_FAILED */
export async function listBoards(
  deps: Deps,
  { state, cursor, limit }: Input<EducationRoutes['boards']>['query'],
  now: Date,
): Promise<Reply<EducationRoutes['boards']>> {
  const found = await findBoards(state === 'hung', readDayCursor(cursor), limit + 1);
  const { rows, nextCursor } = pageOf(found, limit, ({ since, _id }) => `${since}|${_id}`);
  return { items: await presentBoards(deps, rows, now), nextCursor };
}

/** One board. @throws NOT_FOUND */
export const readBoard = async (deps: Deps, id: string, now: Date): Promise<NoticeBoard> =>
  presentOneBoard(deps, await loadBoard(id), now);

/** Adds a board. @throws VALIDATION_FAILED */
export async function addBoard(
  deps: Deps,
  body: Input<EducationRoutes['createBoard']>['body'],
  request: IdempotentRequestInfo,
): Promise<NoticeBoard> {
  const row = await insertBoardOnce(request.idempotency, request.now, () => {
    assertKept(boardFaults({ since: body.since, until: null }, dayOf(request.now)));
    const _id = new mongoose.Types.ObjectId().toHexString();
    return Promise.resolve({ _id, ...body, until: null, ...writtenBy(request) });
  });
  return presentOneBoard(deps, row, request.now);
}

/** Corrects a board. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT when somebody else did so first */
export async function correctBoard(
  deps: Deps,
  id: string,
  { rev, ...content }: Input<EducationRoutes['updateBoard']>['body'],
  request: StaffRequest,
): Promise<NoticeBoard> {
  await loadBoard(id);
  assertKept(boardFaults(content, dayOf(request.now)));
  const row = await updateBoard(id, rev, { ...content, ...editedBy(request) });
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOneBoard(deps, row, request.now);
}

/** What a board showed, the newest first. @throws NOT_FOUND, VALIDATION_FAILED */
export async function listChanges(
  id: string,
  { cursor, limit }: Input<EducationRoutes['changes']>['query'],
): Promise<Reply<EducationRoutes['changes']>> {
  await loadBoard(id);
  const found = await findChanges(id, readDayCursor(cursor), limit + 1);
  const { rows, nextCursor } = pageOf(found, limit, ({ day, _id }) => `${day}|${_id}`);
  return { items: await presentChanges(rows), nextCursor };
}

/** Holds a photo fast before it is named. @throws VALIDATION_FAILED for one that is not there */
async function holdPhoto(fileId: string, now: Date): Promise<string[]> {
  if (!(await useFiles([fileId], now)).has(fileId))
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.fileId', 'UNKNOWN', '照片没有传上来，请重新选一张')],
    });
  return [fileId];
}

/** Puts down new contents of a board. @throws NOT_FOUND, VALIDATION_FAILED */
export async function addChange(
  boardId: string,
  { day, topic, fileId }: Input<EducationRoutes['addChange']>['body'],
  request: IdempotentRequestInfo,
): Promise<BoardChange> {
  const board = await loadBoard(boardId);
  const row = await insertChangeOnce(request.idempotency, request.now, async () => {
    assertKept(changeFaults(day, board, dayOf(request.now)));
    const _id = new mongoose.Types.ObjectId().toHexString();
    const fileIds = await holdPhoto(fileId, request.now);
    return { _id, boardId, day, topic, fileIds, state: 'kept', ...writtenBy(request) };
  });
  return presentOneChange(row);
}

/** Corrects what a board showed. @throws NOT_FOUND, VALIDATION_FAILED, STATE_CONFLICT */
export async function correctChange(
  id: string,
  { rev, day, topic, fileId }: Input<EducationRoutes['updateChange']>['body'],
  request: StaffRequest,
): Promise<BoardChange> {
  const change = await loadChange(id);
  assertKept(changeFaults(day, await loadBoard(change.boardId), dayOf(request.now)));
  const fileIds = await holdPhoto(fileId, request.now);
  const row = await updateChange(id, rev, { day, topic, fileIds, ...editedBy(request) });
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOneChange(row);
}

/** Takes back what was put down wrongly. @throws NOT_FOUND, STATE_CONFLICT */
export async function takeBackChange(id: string, rev: number, request: StaffRequest): Promise<BoardChange> {
  await loadChange(id);
  const row = await withdrawChange(id, rev, editedBy(request));
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOneChange(row);
}
