import type { LimitLine, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { checkPersonalLimit, limitsFor, type HomePerson } from '@linkang/shared/domain/home-measurement';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { assertServes } from '../resident';
import { staffNames } from '../staff';
import { findLimits, findLimitsHistory, insertLimits, limitsPlace } from './limits.model';
import { openLimits, readPerson } from './measurement.person';

type StaffRequest = RequestInfo<StaffActor>;
type Lines = Reply<MeasurementRoutes['limits']>;

/** The lines that a doctor may move, with what holds and what the table says. */
function linesOf(person: HomePerson): LimitLine[] {
  return Object.values(homeTables).flatMap((table) => {
    const [mine, standard] = [limitsFor(table, person), limitsFor(table, { ...person, limits: {} })];
    return Object.keys(standard).flatMap((field) => {
      const row = table.limits.find((limit) => limit.field === field && limit.settable);
      if (!row?.settable) return [];
      return [
        {
          field,
          name: row.name,
          kind: table.kind,
          value: mine[field] as number,
          standard: standard[field] as number,
          own: person.limits[field] !== undefined,
          ...row.settable,
        },
      ];
    });
  });
}

async function present(deps: Deps, residentId: string): Promise<Lines> {
  const [person, history, current] = await Promise.all([
    readPerson(deps, residentId),
    findLimitsHistory(residentId),
    findLimits(residentId),
  ]);
  const names = await staffNames(history.map(({ by }) => by));
  return {
    items: linesOf(person),
    history: history.map((row) => ({
      at: row.at.toISOString(),
      byName: names.get(row.by) ?? '',
      reason: deps.keyring.decrypt(row.reason, limitsPlace('reason', row._id)),
      limits: openLimits(deps, row),
    })),
    rev: current?.rev ?? 0,
  };
}

/** The lines of a person, for staff; audited. @throws NOT_FOUND, ACCESS_LIMITED */
export async function readLimits(deps: Deps, residentId: string, request: StaffRequest): Promise<Lines> {
  await assertServes(request, 'measurement.limits', residentId);
  return present(deps, residentId);
}

/** Whether a line can be set for anybody, and to this. */
function findLimitFault(field: string, value: number) {
  const faults = Object.values(homeTables).map((table) => checkPersonalLimit(table, field, value));
  return faults.every((fault) => fault !== undefined)
    ? (faults.find((fault) => fault?.code !== 'UNKNOWN_FIELD') ?? faults[0])
    : undefined;
}

/** Sets a person's own lines; what held before stays in the history. @throws VALIDATION_FAILED, NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function saveLimits(
  deps: Deps,
  residentId: string,
  { rev, limits, reason }: Input<MeasurementRoutes['saveLimits']>['body'],
  request: StaffRequest,
): Promise<Lines> {
  await assertServes(request, 'measurement.saveLimits', residentId);
  const faults = Object.entries(limits).flatMap(([field, value]) => {
    const fault = findLimitFault(field, value);
    return fault ? [fieldFault(`body.limits.${field}`, fault.code, fault.text)] : [];
  });
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { fields: faults });
  const current = await findLimits(residentId);
  const _id = new mongoose.Types.ObjectId().toHexString();
  const added =
    (current?.rev ?? 0) === rev &&
    (await insertLimits({
      _id,
      residentId,
      rev: rev + 1,
      limits: deps.keyring.encrypt(JSON.stringify(limits), limitsPlace('limits', _id)),
      reason: deps.keyring.encrypt(reason, limitsPlace('reason', _id)),
      by: request.actor.accountId,
      at: request.now,
    }));
  if (!added) throw new AppError('STATE_CONFLICT');
  return present(deps, residentId);
}
