import type { FullAlert, ListedAlert, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents, residentNames } from '../resident';
import { settleTask, taskPlace } from '../task';
import { isCalled } from './alert.policy';
import { readOneWatched, readWatched, type Watched } from './measurement.alerting';
import { markSeen, type MeasurementRow } from './measurement.model';
import { openMeaning, openNote, openValues } from './measurement.presenter';

type StaffRequest = RequestInfo<StaffActor>;

const mayAnswer = (deps: Deps, row: MeasurementRow, { actor }: StaffRequest): boolean =>
  isCalled(row, actor, deps.config.measurement.alert.escalateTo);

const presentListed = (deps: Deps, row: MeasurementRow, name: string): ListedAlert => ({
  id: row._id,
  kind: row.kind,
  level: openMeaning(deps, row).level,
  takenAt: row.takenAt.toISOString(),
  enteredAt: row.enteredAt.toISOString(),
  residentName: maskName(name),
  escalatesAt: (row.escalateAt ?? row.enteredAt).toISOString(),
  escalated: row.escalatedAt !== undefined,
  withdrawn: row.status === 'withdrawn',
});

const readMine = async (deps: Deps, request: StaffRequest): Promise<Watched[]> =>
  (await readWatched(request.now)).filter(({ row }) => mayAnswer(deps, row, request));

/** Readings that wait for the caller; that their names were seen is audited. */
export async function listAlerts(deps: Deps, request: StaffRequest): Promise<Reply<MeasurementRoutes['alerts']>> {
  const rows = (await readMine(deps, request)).map(({ row }) => row);
  const ids = rows.map(({ residentId }) => residentId);
  await recordAccess(request, 'measurement.alerts', ids);
  const names = await residentNames(ids);
  return { items: rows.map((row) => presentListed(deps, row, names.get(row.residentId) ?? '')) };
}

/** How many wait for the caller, for the badge of the menu. */
export async function countAlerts(deps: Deps, request: StaffRequest): Promise<Reply<MeasurementRoutes['countAlerts']>> {
  const mine = await readMine(deps, request);
  return { open: mine.length, late: mine.filter(({ row }) => row.escalatedAt !== undefined).length };
}

/** @throws NOT_FOUND also for one that waits for others, or for nobody any more */
async function findMine(deps: Deps, id: string, request: StaffRequest): Promise<Watched> {
  const found = await readOneWatched(id, request.now);
  if (!found || !mayAnswer(deps, found.row, request)) throw new AppError('NOT_FOUND');
  return found;
}

/** One of them for whoever telephones: the reading itself is the task, and the access is audited. @throws NOT_FOUND */
export async function readAlert(deps: Deps, id: string, request: StaffRequest): Promise<FullAlert> {
  const { row, task } = await findMine(deps, id, request);
  await recordAccess(request, 'measurement.alert', [row.residentId]);
  const [person] = await findResidents([row.residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  const { because, say, when120 = null } = openMeaning(deps, row);
  return {
    ...presentListed(deps, row, person.name),
    residentId: row.residentId,
    fullName: person.name,
    age: ageOn(person.birthDay, dayOf(request.now)),
    phone: person.phone(deps.keyring),
    values: openValues(deps, row) as FullAlert['values'],
    note: openNote(deps, row),
    because,
    say,
    when120,
    task: { say: task.say, rev: task.rev },
  };
}

/** Says that the person was asked. @throws NOT_FOUND, STATE_CONFLICT when somebody else answered meanwhile */
export async function acknowledgeAlert(
  deps: Deps,
  id: string,
  { rev, words }: Input<MeasurementRoutes['acknowledge']>['body'],
  request: StaffRequest,
): Promise<Reply<MeasurementRoutes['acknowledge']>> {
  const { row, task } = await findMine(deps, id, request);
  await recordAccess(request, 'measurement.acknowledge', [row.residentId]);
  const settled = await settleTask(task._id, rev, {
    status: 'done',
    settledBy: request.actor.accountId,
    settledAt: request.now,
    outcome: deps.keyring.encrypt(words, taskPlace('outcome', task._id)),
  });
  if (!settled) throw new AppError('STATE_CONFLICT', { detail: '这一条刚刚有人处理了，请刷新看看。' });
  await markSeen(row._id, request.now);
  return { id };
}
