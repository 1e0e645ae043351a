import type { Correction, CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf, addDays } from '@linkang/shared/domain/clinic-day';
import {
  cleanCorrection,
  CORRECTION_WORKING_DAYS,
  correctionFaults,
  findCorrectionFault,
} from '@linkang/shared/domain/correction-fields';
import { addWorkingDays, calendarDaysFor } from '@linkang/shared/domain/working-days';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { assertActsFor, fieldText } from '../resident';
import { calendarOf } from '../schedule';
import { staffNames } from '../staff';
import { findAnswers } from './answer.model';
import { correctionPlace, findCorrectionsOf, insertCorrectionOnce, type CorrectionRow } from './correction.model';
import { presentCorrection } from './correction.presenter';

type Asked = Input<CorrectionRoutes['create']>['body'];

/** Requests with their answers. */
export async function presentAll(deps: Deps, rows: readonly CorrectionRow[]): Promise<Correction[]> {
  const answers = await findAnswers(rows.map((row) => row._id));
  const staff = await staffNames(answers.map((answer) => answer.by));
  return rows.map((row) => presentCorrection(row, { keyring: deps.keyring, answers, staff }));
}

/** The last day for an answer to what is asked on a day. */
async function dueDayOf(deps: Deps, askedDay: string): Promise<string> {
  const calendar = await calendarOf(deps, askedDay, addDays(askedDay, calendarDaysFor(CORRECTION_WORKING_DAYS)));
  return addWorkingDays(askedDay, CORRECTION_WORKING_DAYS, calendar);
}

/** What is asked for, as it is kept. @throws VALIDATION_FAILED */
function checkRight({ field, right }: Asked, today: string): string {
  const clean = cleanCorrection(field, right);
  const fault = findCorrectionFault(field, clean, today);
  if (fault)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.right', fault, correctionFaults[fault])] });
  return clean;
}

async function buildCorrection(
  deps: Deps,
  residentId: string,
  body: Asked,
  right: string,
  { actor, now }: IdempotentRequestInfo,
): Promise<CorrectionRow> {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const askedDay = dayOf(now);
  const says = (await fieldText(deps, residentId, body.field)) ?? body.says ?? '';
  const seal = (field: 'says' | 'right' | 'reason', text: string) =>
    deps.keyring.encrypt(text, correctionPlace(field, _id));
  return {
    _id,
    residentId,
    askedBy: actor.accountId,
    field: body.field,
    says: seal('says', says),
    right: seal('right', right),
    reason: seal('reason', body.reason),
    status: 'open',
    open: true,
    askedAt: now,
    askedDay,
    dueDay: await dueDayOf(deps, askedDay),
    rev: 0,
  };
}

/**
 * Asks to correct something, by the person or a relative who may see the file.
 * @throws VALIDATION_FAILED, NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when one for the field waits already
 */
export async function askCorrection(
  deps: Deps,
  residentId: string,
  body: Asked,
  request: IdempotentRequestInfo,
): Promise<Correction> {
  const right = checkRight(body, dayOf(request.now));
  await assertActsFor(request.actor, residentId, { route: 'correction.create', request });
  const row = await insertCorrectionOnce(
    request.idempotency,
    request.now,
    () => buildCorrection(deps, residentId, body, right, request),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这一项已经申请过更正，还在处理，请等答复。' });
    },
  );
  const [correction] = await presentAll(deps, [row]);
  return correction as Correction;
}

/** What a person asked to have corrected, with every answer. @throws NOT_FOUND, PROXY_SCOPE_MISSING */
export async function listOwn(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<CorrectionRoutes['ofResident']>> {
  await assertActsFor(request.actor, residentId, { route: 'correction.ofResident', request });
  return { items: await presentAll(deps, await findCorrectionsOf(residentId)) };
}
