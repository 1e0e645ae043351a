import type { Task, TaskRoutes } from '@linkang/shared/api/task.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf, isDay } from '@linkang/shared/domain/clinic-day';
import { stepOf } from '@linkang/shared/domain/task-words';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordAccess } from '../audit';
import { assertServes, findResidents, residentNames } from '../resident';
import { staffNames } from '../staff';
import { teamNames } from '../team';
import { findReadings } from './reading.model';
import { leadsHouse, mayKnow, viewOf } from './task.access';
import {
  findOpenTasksOf,
  findTask,
  findTasks,
  settleTask,
  taskPlace,
  type TaskCursor,
  type TaskRow,
} from './task.model';
import { presentListed, presentTask } from './task.presenter';

/** A request of staff. */
export type StaffRequest = RequestInfo<StaffActor>;

/** @throws VALIDATION_FAILED for a cursor that no list gave out */
function readCursor(cursor: string | undefined): TaskCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, urgent, dueDay = '', id = ''] = /^([01])\|([\d-]{10})\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (!isDay(dueDay)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { urgent: urgent === '1', dueDay, id };
}

const cursorOf = ({ urgent, dueDay, _id }: TaskRow): string => `${urgent ? 1 : 0}|${dueDay}|${_id}`;

/** Open tasks; that somebody saw whose they are is audited. @throws FORBIDDEN, VALIDATION_FAILED */
export async function listTasks(
  { whose, kind, overdue, cursor, limit }: Input<TaskRoutes['list']>['query'],
  request: StaffRequest,
): Promise<Reply<TaskRoutes['list']>> {
  const { actor, now } = request;
  if (whose === 'all' && !leadsHouse(actor)) throw new AppError('FORBIDDEN');
  const today = dayOf(now);
  const view = {
    ...viewOf(actor, whose),
    ...(kind === undefined ? {} : { kind }),
    ...(overdue === undefined ? {} : { dueBefore: today }),
  };
  const found = await findTasks(view, readCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const ids = rows.map((row) => row.residentId);
  await recordAccess(request, 'task.list', ids);
  const [names, teams] = await Promise.all([
    residentNames(ids),
    teamNames([...new Set(rows.flatMap((row) => row.teamId ?? []))]),
  ]);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentListed(row, { today, names, teams })),
    nextCursor: last && found.length > limit ? cursorOf(last) : null,
  };
}

/** A task whose person's record the caller may read; audited. @throws NOT_FOUND, ACCESS_LIMITED */
export async function openTask(
  id: string,
  action: 'task.get' | 'task.settle' | 'task.addReading',
  request: StaffRequest,
): Promise<TaskRow> {
  const row = await findTask(id);
  if (!row || !mayKnow(request.actor, row)) throw new AppError('NOT_FOUND');
  await assertMayReadResident(request, action, row.residentId);
  return row;
}

/** A task in full. */
export async function presentFull(deps: Deps, row: TaskRow, now: Date): Promise<Task> {
  const [[person], readings, teams] = await Promise.all([
    findResidents([row.residentId]),
    findReadings(row._id),
    teamNames(row.teamId === null ? [] : [row.teamId]),
  ]);
  const staff = await staffNames([...new Set([...readings.map(({ by }) => by), row.settledBy ?? []].flat())]);
  return presentTask(row, {
    ...{ keyring: deps.keyring, today: dayOf(now), teams, staff, readings },
    names: new Map([[row.residentId, person?.name ?? '']]),
    phone: person?.phone(deps.keyring) ?? null,
  });
}

/** One task with the values that it came of, and of an urgent one the number to call. @throws NOT_FOUND, ACCESS_LIMITED */
export async function readTask(deps: Deps, id: string, request: StaffRequest): Promise<Task> {
  return presentFull(deps, await openTask(id, 'task.get', request), request.now);
}

/**
 * Closes a task with what came of it.
 * @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT when somebody closed or changed it meanwhile
 */
export async function closeTask(
  deps: Deps,
  id: string,
  { rev, status, words }: Input<TaskRoutes['settle']>['body'],
  request: StaffRequest,
): Promise<Task> {
  await openTask(id, 'task.settle', request);
  const settled = await settleTask(id, rev, {
    ...{ status, settledBy: request.actor.accountId, settledAt: request.now },
    outcome: deps.keyring.encrypt(words, taskPlace('outcome', id)),
  });
  if (!settled) throw new AppError('STATE_CONFLICT', { detail: '这件事刚刚有人处理过，请刷新后再看。' });
  return presentFull(deps, settled, request.now);
}

/** What is next for a person, in plain words. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function listOfResident(
  residentId: string,
  request: RequestInfo,
): Promise<Reply<TaskRoutes['ofResident']>> {
  const { relation } = await assertServes(request, 'task.ofResident', residentId);
  const rows = await findOpenTasksOf([residentId]);
  const items = rows
    .filter((row) => relation === 'self' || mayKnow(request.actor, row))
    .flatMap((row) => {
      const step = stepOf(row);
      return step ? [{ id: row._id, dueDay: row.dueDay, ...step }] : [];
    });
  // Two values can lead to the same step: the person is told once, by the first day.
  return { items: items.filter((item, index) => items.findIndex(({ title }) => title === item.title) === index) };
}
