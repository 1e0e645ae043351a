import type { Measurement, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { MEASUREMENT_LIST_MAX } from '@linkang/shared/domain/home-entry';
import { trendOf, trendRule, type DayReading } from '@linkang/shared/domain/home-measurement';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { asSignedIn, type RequestInfo } from '../../platform/module';
import { assertActsFor, assertServes } from '../resident';
import { readWeek } from './measurement.alerting';
import { findMeasurement, findMeasurements, restoreMeasurement, withdrawMeasurement } from './measurement.model';
import { everyLimit, readPerson } from './measurement.person';
import { asReading, canRestore, canWithdraw, presentMeasurement } from './measurement.presenter';
import { findQuiet, setQuiet } from './quiet.model';

type Seen = Reply<MeasurementRoutes['list']>;

/** Days that are listed where none are named. */
const USUAL_DAYS = 30;

const instantsOf = (fromDay: string, toDay: string) => ({
  from: instantOf(fromDay, '00:00'),
  before: instantOf(addDays(toDay, 1), '00:00'),
});

/** Where each value of a kind is going. */
function trendsOf(kind: HomeKind, readings: readonly DayReading[], today: string): Seen['trends'] {
  const table = homeTables[kind];
  return table.trendFields.flatMap((field) => {
    const trend = trendOf(readings, field, today);
    if (trend.direction === 'unknown') return [];
    const name = table.words[field]?.name ?? table.fields.find(({ code }) => code === field)?.name ?? field;
    return [{ field, name, ...trend }];
  });
}

async function readTrends(deps: Deps, residentId: string, kind: HomeKind, today: string): Promise<Seen['trends']> {
  const fromDay = addDays(today, 1 - trendRule.recentDays - trendRule.earlierDays);
  const rows = await findMeasurements({ residentId, kind, ...instantsOf(fromDay, today), limit: MEASUREMENT_LIST_MAX });
  return trendsOf(
    kind,
    rows.map((row) => asReading(deps, row)),
    today,
  );
}

async function weekOf(deps: Deps, residentId: string, kind: HomeKind, today: string): Promise<Seen['week']> {
  const week = await readWeek(deps, residentId, kind, today);
  if (!week) return null;
  if (week.outcome === 'tooFew') return week;
  const { level, say, when120 = null } = week.alert;
  return { outcome: 'mean', days: week.days, means: { ...week.means }, alert: { level, say, when120 } };
}

/** What was measured, with what the phone needs to judge by itself. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function listMeasurements(
  deps: Deps,
  residentId: string,
  { kind, fromDay, toDay }: Input<MeasurementRoutes['list']>['query'],
  request: RequestInfo,
): Promise<Seen> {
  const { relation } = await assertServes(request, 'measurement.list', residentId);
  const { accountId } = asSignedIn(request.actor);
  const today = dayOf(request.now);
  const days = instantsOf(fromDay ?? addDays(today, 1 - USUAL_DAYS), toDay ?? today);
  const range = { residentId, kind, ...days, limit: MEASUREMENT_LIST_MAX, all: true };
  const [rows, person, week, trends, quiet] = await Promise.all([
    findMeasurements(range),
    readPerson(deps, residentId),
    weekOf(deps, residentId, kind, today),
    readTrends(deps, residentId, kind, today),
    relation === 'proxy' ? findQuiet(residentId) : Promise.resolve<string[]>([]),
  ]);
  return {
    items: rows.map((row) => presentMeasurement(deps, row, accountId, request.now)),
    facts: Object.fromEntries(Object.entries(person.facts).map(([fact, value]) => [fact, value === true])),
    limits: everyLimit(person),
    week,
    trends,
    told: relation === 'proxy' ? !quiet.includes(accountId) : null,
  };
}

/**
 * Takes back what the caller put down wrongly. What the team was called for stays with the team: somebody asks the
 * person all the same.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED, STATE_CONFLICT for what others put down, or too late
 */
export async function withdraw(
  deps: Deps,
  id: string,
  { rev }: Input<MeasurementRoutes['withdraw']>['body'],
  request: RequestInfo,
): Promise<Measurement> {
  const row = await findMeasurement(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertServes(request, 'measurement.withdraw', row.residentId);
  const { accountId } = asSignedIn(request.actor);
  if (!canWithdraw(row, accountId, request.now))
    throw new AppError('STATE_CONFLICT', { detail: '只能撤回自己24小时内记的。记错了请告诉医生，或再记一次对的。' });
  const withdrawn = await withdrawMeasurement(id, rev, request.now);
  if (!withdrawn) throw new AppError('STATE_CONFLICT');
  return presentMeasurement(deps, withdrawn, accountId, request.now);
}

/**
 * Undoes that the caller took a reading back.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED, STATE_CONFLICT for what others put down, too late, or where
 * another reading stands for the same instant
 */
export async function restore(
  deps: Deps,
  id: string,
  { rev }: Input<MeasurementRoutes['restore']>['body'],
  request: RequestInfo,
): Promise<Measurement> {
  const row = await findMeasurement(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertServes(request, 'measurement.restore', row.residentId);
  const { accountId } = asSignedIn(request.actor);
  if (!canRestore(row, accountId, request.now))
    throw new AppError('STATE_CONFLICT', { detail: '只能恢复自己24小时内记的。请再记一次。' });
  const restored = await restoreMeasurement(id, rev);
  if (restored === 'taken') throw new AppError('STATE_CONFLICT', { detail: '同一时间已经有一次读数了，不用再恢复。' });
  if (!restored) throw new AppError('STATE_CONFLICT');
  return presentMeasurement(deps, restored, accountId, request.now);
}

/** Says whether a relative wants to hear of urgent readings. @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT for the person */
export async function saveWish(
  residentId: string,
  { told }: Input<MeasurementRoutes['wish']>['body'],
  request: RequestInfo,
): Promise<Reply<MeasurementRoutes['wish']>> {
  const { relation } = await assertActsFor(request.actor, residentId, { route: 'measurement.wish', request });
  if (relation !== 'proxy') throw new AppError('STATE_CONFLICT', { detail: '自己的提醒不能关，这个开关是给家人的。' });
  await setQuiet(residentId, asSignedIn(request.actor).accountId, !told);
  return { told };
}
