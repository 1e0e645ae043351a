import type { GivenPrescription, PrescriptionRoutes } from '@linkang/shared/api/prescription.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { HEALTH_PRESCRIPTION_UNDO_HOURS } from '@linkang/shared/domain/health-prescription';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { asSignedIn, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { assertServes } from '../resident';
import { staffNames } from '../staff';
import {
  countByMonth,
  countPeople,
  findGiving,
  findGivingsOf,
  insertGivingOnce,
  withdrawGiving,
  type GivingRow,
} from './giving.model';
import { canWithdraw, diseaseOf, presentGiven } from './prescription.presenter';
import { findReleased, findTexts, textIdOf } from './text.model';

/** More than anybody is given. */
const MOST = 200;

/** What people were given, with its words. */
export async function presentAll(
  rows: readonly GivingRow[],
  { accountId, now }: { accountId: string; now: Date },
): Promise<GivenPrescription[]> {
  const [texts, staff] = await Promise.all([
    findTexts([...new Set(rows.map(({ code, version }) => textIdOf(code, version)))]),
    staffNames([...new Set(rows.map(({ by }) => by))]),
  ]);
  return rows.map((row) => presentGiven(row, { texts, staff, accountId, now }));
}

async function presentOne(row: GivingRow, { actor, now }: RequestInfo): Promise<GivenPrescription> {
  const [given] = await presentAll([row], { accountId: asSignedIn(actor).accountId, now });
  return given as GivenPrescription;
}

/** @throws STATE_CONFLICT for what no doctor released, or what was replaced meanwhile */
async function assertReleased(code: string, version: number): Promise<void> {
  const released = (await findReleased()).find((row) => row.code === code);
  if (!released) throw new AppError('STATE_CONFLICT', { detail: '这份健康处方还没有医生审核发布，不能发给居民。' });
  if (released.version !== version)
    throw new AppError('STATE_CONFLICT', { detail: '这份健康处方刚刚换了新内容，请刷新后看过再发。' });
}

function buildGiving(
  residentId: string,
  { code, version }: Input<PrescriptionRoutes['give']>['body'],
  { actor, now }: IdempotentRequestInfo,
): GivingRow {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const day = dayOf(now);
  return {
    ...{ _id, residentId, code, version, day, at: now, by: actor.accountId, status: 'given' },
    once: `${residentId}:${code}:${day}`,
    outbox: [owe('healthPrescriptionGiven', { residentId, targetId: _id }, { day }, now)],
    rev: 0,
  };
}

/** Gives a person a released text and owes the message. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT */
export async function give(
  residentId: string,
  body: Input<PrescriptionRoutes['give']>['body'],
  request: IdempotentRequestInfo,
): Promise<GivenPrescription> {
  await assertServes(request, 'prescription.give', residentId);
  const row = await insertGivingOnce(
    request.idempotency,
    request.now,
    async () => {
      await assertReleased(body.code, body.version);
      return buildGiving(residentId, body, request);
    },
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '今天已经给这位居民发过这一份了。' });
    },
  );
  return presentOne(row, request);
}

/** What a person was given. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function listOf(
  residentId: string,
  request: RequestInfo,
): Promise<Reply<PrescriptionRoutes['ofResident']>> {
  await assertServes(request, 'prescription.ofResident', residentId);
  const rows = (await findGivingsOf(residentId, MOST)).filter(({ status }) => status === 'given');
  return { items: await presentAll(rows, { accountId: asSignedIn(request.actor).accountId, now: request.now }) };
}

/** One of a person. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function read(id: string, request: RequestInfo): Promise<GivenPrescription> {
  const row = await findGiving(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertServes(request, 'prescription.get', row.residentId);
  return presentOne(row, request);
}

/** Takes one back. @throws NOT_FOUND, ACCESS_LIMITED, STATE_CONFLICT for what others gave, or too late */
export async function withdraw(
  id: string,
  { rev }: Input<PrescriptionRoutes['withdraw']>['body'],
  request: RequestInfo,
): Promise<GivenPrescription> {
  const row = await findGiving(id);
  if (!row) throw new AppError('NOT_FOUND');
  await assertServes(request, 'prescription.withdraw', row.residentId);
  if (!canWithdraw(row, asSignedIn(request.actor).accountId, request.now))
    throw new AppError('STATE_CONFLICT', {
      detail: `只能收回自己${HEALTH_PRESCRIPTION_UNDO_HOURS}小时内发的。要更正请直接告诉居民。`,
    });
  const withdrawn = await withdrawGiving(id, rev);
  if (!withdrawn) throw new AppError('STATE_CONFLICT');
  return presentOne(withdrawn, request);
}

/** How many were given, by disease and month. */
export async function readFigures({
  fromDay,
  toDay,
}: Input<PrescriptionRoutes['figures']>['query']): Promise<Reply<PrescriptionRoutes['figures']>> {
  const [rows, people] = await Promise.all([countByMonth(fromDay, toDay), countPeople(fromDay, toDay)]);
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    people,
    items: rows.map((row) => ({ ...row, disease: diseaseOf(row.code) })),
  };
}
