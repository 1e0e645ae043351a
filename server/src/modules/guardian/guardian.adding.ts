import type { Guardianship, GuardianRoutes } from '@linkang/shared/api/guardian.routes';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { isAdult } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import {
  activateGuardianship,
  discardGuardianship,
  guardianshipPlace,
  insertGuardianshipOnce,
  newGuardianshipId,
  type GuardianshipRow,
} from '../guardianship';
import { addedNotice, assertServes, findResidentByIdNumber, findResidents, proposalNotices } from '../resident';
import { ownIdOf, presentFor } from './guardian.service';

type AddBody = Input<GuardianRoutes['add']>['body'];

const faulty = (field: string, code: string, detail: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault(`body.${field}`, code, detail)] });

/** @returns the ID number as it is kept @throws VALIDATION_FAILED */
function readNumber(typed: string, today: string): string {
  const parsed = parseIdNumber(typed, today);
  if (!parsed.ok) throw faulty('idNumber', parsed.reason, idNumberFaultText[parsed.reason]);
  // The number itself says this, so it gives nothing away about who is known.
  if (!isAdult(parsed.birthDay, today)) throw faulty('idNumber', 'MINOR', '监护人要年满18周岁');
  return parsed.idNumber;
}

/** The one who is named; staff have the card in hand and are told where nobody has it. @throws VALIDATION_FAILED */
async function findNamed(
  deps: Deps,
  { name, idNumber }: Pick<AddBody, 'name' | 'idNumber'>,
  isStaff: boolean,
): Promise<string | undefined> {
  const person = await findResidentByIdNumber(deps, idNumber);
  const known = person?.name === name ? person.id : undefined;
  if (isStaff && known === undefined)
    throw faulty('idNumber', 'UNKNOWN', '没有这个姓名和证件号的档案，请先给监护人建档');
  return known;
}

async function buildProposal(
  deps: Deps,
  id: string,
  residentId: string,
  body: AddBody,
  request: IdempotentRequestInfo,
): Promise<GuardianshipRow> {
  const { actor, now } = request;
  const isStaff = actor.kind === 'staff';
  await assertServes(request, 'guardian.add', residentId);
  const [child] = await findResidents([residentId]);
  if (!child) throw new AppError('NOT_FOUND');
  if (isAdult(child.birthDay, dayOf(now)))
    throw new AppError('STATE_CONFLICT', { detail: '年满18周岁的人不需要监护人。' });
  const guardianResidentId = await findNamed(deps, body, isStaff);
  if (guardianResidentId !== undefined && guardianResidentId === (await ownIdOf(request)))
    throw faulty('idNumber', 'OWN', '这是您自己的身份证号，请填另一位监护人的');
  if (!isStaff) await deps.limits.proxyByAccount.assertOpen(actor.accountId);
  const row: GuardianshipRow = {
    _id: id,
    residentId,
    ...(guardianResidentId === undefined ? {} : { guardianResidentId }),
    target: deps.keyring.hash('guardianTarget', `${body.idNumber}:${body.name}`),
    askedName: deps.keyring.encrypt(body.name, guardianshipPlace('askedName', id)),
    relationship: body.relationship,
    status: 'proposed',
    open: true,
    addedBy: isStaff ? 'desk' : 'guardian',
    addedByAccount: actor.accountId,
    createdAt: now,
    since: null,
    endedAt: null,
    endedBy: null,
    rev: 0,
  };
  // At the desk it counts in the same step: then one message is enough.
  const outbox = isStaff ? [] : await proposalNotices(row, now);
  return outbox.length ? { ...row, outbox } : row;
}

/**
 * Names another guardian. A guardian's proposal waits for the one who is named, and looks the same where nobody has
 * that number and name; five an hour are taken. At the desk, with both cards, it counts at once.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT, GUARDIAN_LIMIT, RATE_LIMITED, PROXY_SCOPE_MISSING,
 * ACCESS_LIMITED
 */
export async function addGuardian(
  deps: Deps,
  residentId: string,
  body: AddBody,
  request: IdempotentRequestInfo,
): Promise<Guardianship> {
  const { actor, now } = request;
  const idNumber = readNumber(body.idNumber, dayOf(now));
  const id = newGuardianshipId();
  const row = await insertGuardianshipOnce(
    request.idempotency,
    now,
    () => buildProposal(deps, id, residentId, { ...body, idNumber }, request),
    () => {
      throw new AppError('STATE_CONFLICT', { detail: '这位监护人已经登记过，或正在等他同意。' });
    },
  );
  if (actor.kind !== 'staff') {
    // Counted once it is kept, so that repeats of one request cost nothing.
    if (row._id === id)
      await deps.limits.proxyByAccount.consume(actor.accountId).catch(async (refusal: unknown) => {
        await discardGuardianship(id);
        throw refusal;
      });
    return presentFor(row, request);
  }
  const added = await activateGuardianship(row._id, now, await addedNotice(row, now));
  if (added === 'full') {
    await discardGuardianship(row._id);
    throw new AppError('GUARDIAN_LIMIT');
  }
  return presentFor(added ?? row, request);
}
