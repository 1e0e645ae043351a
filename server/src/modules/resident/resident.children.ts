import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Input } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { isAdult, needsGuardianConsent, type GuardianRelationship } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { guardianshipPlace, insertGuardianship, newGuardianshipId } from '../guardianship';
import { findResidentByAccount, findResidentById, type ResidentDocument } from './resident.model';
import { openName } from './resident.sealing';

type CreateBody = Input<ResidentRoutes['create']>['body'];

/** The guardian with whom a child is registered. */
export interface Appointed {
  residentId: string;
  name: string;
  relationship: GuardianRelationship;
}

const faulty = (path: string, code: string, detail: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault(path, code, detail)] });

/** The account's own person, who has to be of age. @throws RESIDENT_REQUIRED, CONSENT_REQUIRED */
async function findOwnAdult(accountId: string, today: string): Promise<ResidentDocument> {
  const own = await findResidentByAccount(accountId);
  if (!own) throw new AppError('RESIDENT_REQUIRED', { detail: '请先登记您自己的信息，再登记孩子。' });
  if (!isAdult(own.birthDay, today))
    throw new AppError('CONSENT_REQUIRED', { detail: '监护人要年满18周岁，请让其他监护人登记，或到前台办理。' });
  return own;
}

/** @throws CONSENT_REQUIRED for one of 14 and over, who agrees alone */
function assertIsChild(isChild: boolean): void {
  if (isChild) return;
  throw new AppError('CONSENT_REQUIRED', {
    detail: '满14周岁的孩子要自己同意。请孩子用自己的微信登记，或带证件一起到前台办理。',
  });
}

/** Lets pass whose own person can be the guardian of a child. @throws RESIDENT_REQUIRED, CONSENT_REQUIRED */
export async function assertMayBeGuardian(accountId: string, isChild: boolean, today: string): Promise<void> {
  assertIsChild(isChild);
  await findOwnAdult(accountId, today);
}

/** The person whom the desk names. @throws VALIDATION_FAILED */
async function findNamedAdult(body: CreateBody, today: string): Promise<ResidentDocument> {
  const id = body.guardian?.id;
  const named = id === undefined ? null : await findResidentById(id);
  if (!named) throw faulty('body.guardian.id', 'UNKNOWN', '请先找到或登记监护人，再给孩子建档');
  if (!isAdult(named.birthDay, today)) throw faulty('body.guardian.id', 'MINOR', '监护人要年满18周岁');
  return named;
}

/**
 * Who answers for the child that is registered; undefined for whoever registers without one.
 * @throws VALIDATION_FAILED for a child without a guardian, and for a grown-up with one, RESIDENT_REQUIRED,
 * CONSENT_REQUIRED for one of 14 and over, who agrees alone
 */
export async function findAppointed(
  { keyring }: Deps,
  body: CreateBody,
  { idType, birthDay }: Pick<ResidentDocument, 'idType' | 'birthDay'>,
  { actor, now }: IdempotentRequestInfo,
): Promise<Appointed | undefined> {
  const today = dayOf(now);
  const { guardian } = body;
  const isChild = needsGuardianConsent(birthDay, today);
  if (!guardian) {
    // A child with an ID card and no guardian is refused by the consent that nobody can give.
    if ((actor.kind === 'staff' && isChild) || idType === 'birthCertificate')
      throw faulty('body.guardian', 'EMPTY', '不满14周岁的孩子要登记监护人');
    return undefined;
  }
  if (isAdult(birthDay, today)) throw faulty('body.guardian', 'ADULT', '年满18周岁的人不需要监护人');
  if (actor.kind === 'resident') {
    if (guardian.id !== undefined) throw faulty('body.guardian.id', 'UNKNOWN', '监护人是您本人，不用另填');
    assertIsChild(isChild);
  }
  const person =
    actor.kind === 'staff' ? await findNamedAdult(body, today) : await findOwnAdult(actor.accountId, today);
  return { residentId: person._id, relationship: guardian.relationship, name: openName(keyring, person) };
}

/** Writes down the guardian of a child who is about to be registered. */
export async function appointGuardian(
  { keyring }: Deps,
  residentId: string,
  { residentId: guardianResidentId, relationship, name }: Appointed,
  { actor, now }: IdempotentRequestInfo,
): Promise<void> {
  const id = newGuardianshipId();
  await insertGuardianship({
    _id: id,
    residentId,
    guardianResidentId,
    target: keyring.hash('guardianTarget', guardianResidentId),
    askedName: keyring.encrypt(name, guardianshipPlace('askedName', id)),
    relationship,
    status: 'active',
    open: true,
    slot: 1,
    addedBy: actor.kind === 'staff' ? 'desk' : 'registration',
    addedByAccount: actor.accountId,
    createdAt: now,
    since: now,
    endedAt: null,
    endedBy: null,
    rev: 0,
  });
}
