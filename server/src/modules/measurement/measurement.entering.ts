import type { Measurement, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { findTakenFault, takenFaults } from '@linkang/shared/domain/home-entry';
import { assessReading, checkReading, type ReadingAlert } from '@linkang/shared/domain/home-measurement';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { owe, type OutboxEntry } from '../../platform/outbox';
import { findActiveTeam } from '../contract';
import { assertServes, findHelpFor, type Access } from '../resident';
import { makeTasks } from './measurement.alerting';
import { insertMeasurementOnce, measurementPlace, type MeasurementRow } from './measurement.model';
import { readPerson } from './measurement.person';
import { presentMeasurement, type KeptMeaning } from './measurement.presenter';
import { findQuiet } from './quiet.model';

type Entered = Input<MeasurementRoutes['create']>['body'];

/** Refuses what cannot be true, with a sentence for each field. @throws VALIDATION_FAILED */
function assertSound({ kind, values, takenAt }: Entered, now: Date): void {
  const faults = checkReading(homeTables[kind], values).map(({ field, code, text }) =>
    fieldFault(`body.values.${field}`, code, text),
  );
  const taken = findTakenFault(new Date(takenAt), now);
  if (taken) faults.push(fieldFault('body.takenAt', taken, takenFaults[taken]));
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { fields: faults });
}

const roleOf: Record<Access['relation'], MeasurementRow['enteredAs']> = {
  self: 'self',
  proxy: 'relative',
  staff: 'staff',
};

/** The relatives who may see the file and have not said that they want to hear nothing. */
async function findTold(residentId: string, now: Date): Promise<string[]> {
  const [help, quiet] = await Promise.all([findHelpFor([residentId], dayOf(now)), findQuiet(residentId)]);
  return help.flatMap(({ accountId, scopes }) =>
    scopes.includes('record') && !quiet.includes(accountId) ? [accountId] : [],
  );
}

/** What the team is called for: the message to the family, whose team it is, and until when somebody has to answer. */
async function callFor(deps: Deps, row: Pick<MeasurementRow, '_id' | 'residentId' | 'day'>, now: Date) {
  const [teamId, accountIds] = await Promise.all([
    findActiveTeam(row.residentId, dayOf(now)),
    findTold(row.residentId, now),
  ]);
  const about = { residentId: row.residentId, targetId: row._id, accountIds };
  const outbox: OutboxEntry[] = [owe('readingUrgent', about, { day: row.day }, now)];
  const minutes = deps.config.measurement.alert.escalateMinutes;
  return { teamId, watch: true as const, escalateAt: new Date(now.getTime() + minutes * 60_000), outbox };
}

const meaningOf = ({ level, ruleId, team, say, because, when120 }: ReadingAlert): KeptMeaning => ({
  level,
  ruleId,
  team,
  say,
  because,
  ...(when120 === undefined ? {} : { when120 }),
});

async function buildRow(
  deps: Deps,
  residentId: string,
  { kind, values, takenAt, note }: Entered,
  enteredAs: MeasurementRow['enteredAs'],
  { actor, now }: IdempotentRequestInfo,
): Promise<MeasurementRow> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const table = homeTables[kind];
  const meaning = meaningOf(assessReading(table, values, await readPerson(deps, residentId)));
  const seal = (field: 'values' | 'note' | 'meaning', text: string) =>
    deps.keyring.encrypt(text, measurementPlace(field, _id));
  const taken = new Date(takenAt);
  const day = dayOf(taken);
  const called = meaning.team === 'call' ? await callFor(deps, { _id, residentId, day }, now) : {};
  return {
    _id,
    residentId,
    kind,
    takenAt: taken,
    day,
    values: seal('values', JSON.stringify(values)),
    ...(note === undefined ? {} : { note: seal('note', note) }),
    meaning: seal('meaning', JSON.stringify(meaning)),
    enteredBy: actor.accountId,
    enteredAs,
    enteredAt: now,
    status: 'kept',
    // The mean of a week can call for the doctor where one reading does not.
    ...(meaning.team !== 'none' || table.mean ? { owes: true as const } : {}),
    ...called,
    rev: 0,
  };
}

/**
 * Puts down a reading and says what it means. The tasks that follow are made before the answer, or by a job where the
 * process was killed in between.
 * @throws VALIDATION_FAILED, NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED, CONSENT_REQUIRED, STATE_CONFLICT for a
 * second one of the same kind and instant
 */
export async function enterMeasurement(
  deps: Deps,
  residentId: string,
  body: Entered,
  request: IdempotentRequestInfo,
): Promise<Measurement> {
  const { relation } = await assertServes(request, 'measurement.create', residentId);
  assertSound(body, request.now);
  const row = await insertMeasurementOnce(
    request.idempotency,
    request.now,
    () => buildRow(deps, residentId, body, roleOf[relation], request),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这个时间的读数已经记过了，不用再记一次。' });
    },
  );
  if (row.owes) await makeTasks(deps, row, request.now);
  return presentMeasurement(deps, row, request.actor.accountId, request.now);
}
