import type { IdType, Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { certificateFaultText, needsGuardianConsent, parseCertificate } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { assertServes } from './resident.access';
import { findResidentById, putIdNumber, type ResidentDocument } from './resident.model';
import { refuseKnown, refuseSecond } from './resident.refusals';
import { hashCertificate, hashIdNumber } from './resident.search';
import { sealField } from './resident.sealing';
import { buildReply } from './resident.service';

/** The paper by which somebody is registered, and what it or the form says of the person. */
export interface Paper {
  idType: IdType;
  number: string;
  /** Keyed hash of the number and what paper it is from. */
  hash: string;
  birthDay: string;
  sex: 'male' | 'female';
}

type Form = Pick<Input<ResidentRoutes['create']>['body'], 'idType' | 'idNumber' | 'birthDay' | 'sex'>;
interface Reading {
  paper?: Paper;
  faults: ReturnType<typeof fieldFault>[];
}

function readCard(keyring: Keyring, idNumber: string, today: string): Reading {
  const parsed = parseIdNumber(idNumber, today);
  if (!parsed.ok) return { faults: [fieldFault('body.idNumber', parsed.reason, idNumberFaultText[parsed.reason])] };
  const { idNumber: number, birthDay, sex } = parsed;
  return { paper: { idType: 'residentId', number, hash: hashIdNumber(keyring, number), birthDay, sex }, faults: [] };
}

function birthDayFaults(birthDay: string | undefined, today: string): Reading['faults'] {
  if (birthDay === undefined) return [fieldFault('body.birthDay', 'EMPTY', '请选择孩子的出生日期')];
  if (birthDay > today) return [fieldFault('body.birthDay', 'FUTURE', '出生日期不能晚于今天')];
  if (!needsGuardianConsent(birthDay, today))
    return [fieldFault('body.birthDay', 'TOO_OLD', '满14周岁要用身份证号登记')];
  return [];
}

/** What a paper says; a birth certificate's number says neither birth day nor sex. */
export function readPaper(keyring: Keyring, { idType, idNumber, birthDay, sex }: Form, today: string): Reading {
  if (idType === 'residentId') return readCard(keyring, idNumber, today);
  const parsed = parseCertificate(idNumber);
  const faults = [
    ...(parsed.ok ? [] : [fieldFault('body.idNumber', parsed.reason, certificateFaultText[parsed.reason])]),
    ...birthDayFaults(birthDay, today),
    ...(sex === undefined ? [fieldFault('body.sex', 'EMPTY', '请选择孩子的性别')] : []),
  ];
  if (!parsed.ok || birthDay === undefined || sex === undefined || faults.length) return { faults };
  const { certificate: number } = parsed;
  return { paper: { idType, number, hash: hashCertificate(keyring, number), birthDay, sex }, faults: [] };
}

/** @throws VALIDATION_FAILED where a card is another child's; the desk has it in hand and corrects what was typed */
function assertSameChild(paper: Paper, child: ResidentDocument): void {
  if (paper.birthDay === child.birthDay && paper.sex === child.sex) return;
  const detail = '和登记的出生日期或性别不一样，请核对；登记错了请带证件到前台改';
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.idNumber', 'DIFFERENT', detail)] });
}

/**
 * Adds the ID number of a child who has been known by the birth certificate. A repeat finds it done.
 * @throws VALIDATION_FAILED, NOT_FOUND, STATE_CONFLICT, RESIDENT_EXISTS to staff and RESIDENT_CLAIM_NEEDED to a
 * guardian where somebody else has the number, RATE_LIMITED
 */
export async function addIdNumber(
  deps: Deps,
  id: string,
  body: Input<ResidentRoutes['addIdNumber']>['body'],
  request: RequestInfo,
): Promise<Resident> {
  const { actor, now } = request;
  const { paper, faults } = readCard(deps.keyring, body.idNumber, dayOf(now));
  if (!paper) throw new AppError('VALIDATION_FAILED', { fields: faults });
  await assertServes(request, 'resident.addIdNumber', id);
  const child = await findResidentById(id);
  if (!child) throw new AppError('NOT_FOUND');
  if (child.idType === 'residentId' && child.idHash === paper.hash) return buildReply(deps, child, now);
  if (actor.kind === 'anonymous') throw new AppError('AUTH_REQUIRED');
  const { accountId } = actor;
  if (actor.kind === 'resident') {
    assertSameChild(paper, child);
    await deps.limits.claimByAccount.assertOpen(accountId);
  }
  const { number, hash: idHash, birthDay, sex } = paper;
  const idNumber = sealField(deps.keyring, id, 'idNumber', number);
  const added = await putIdNumber(id, body.rev, {
    ...{ idNumber, idHash, birthDay, sex },
    idAdded: { at: now, by: accountId },
  });
  if (added === 'taken')
    return actor.kind === 'staff' ? refuseKnown(deps, idHash, request) : refuseSecond(deps, accountId, true);
  if (!added) throw new AppError('STATE_CONFLICT');
  return buildReply(deps, added, now);
}
