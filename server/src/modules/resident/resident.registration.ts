import type { ResidentRoutes, Resident } from '@linkang/shared/api/resident.routes';
import type { Input } from '@linkang/shared/api/route';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { needsGuardianConsent } from '@linkang/shared/domain/guardianship';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { createOnce, duplicateKeys } from '../../platform/idempotency';
import { type IdempotentRequestInfo } from '../../platform/module';
import { reveal } from '../access';
import { recordAccess, recordRelative } from '../audit';
import { discardGuardiansOf } from '../guardianship';
import { discardConsents, insertConsents, type ConsentDocument } from './consent.model';
import { assertConsents, assertMayConsent, buildConsents, channelOf } from './consent.evidence';
import { findResidentByIdHash, ResidentModel, type ResidentDocument } from './resident.model';
import { appointGuardian, findAppointed, type Appointed } from './resident.children';
import { readPaper, type Paper } from './resident.papers';
import { refuseKnown, refuseSecond } from './resident.refusals';
import { sealField } from './resident.sealing';
import { hashIdNumber, nameHashesOf } from './resident.search';
import { buildReply, findCommunityFaults, sealContact } from './resident.service';

type CreateBody = Input<ResidentRoutes['create']>['body'];

/** At this age large letters are on from the start. */
const ELDER_MODE_AGE = 65;

const newId = (): string => new mongoose.Types.ObjectId().toHexString();

/** All faults that the schema cannot see. @throws VALIDATION_FAILED */
async function checkFields(deps: Deps, body: CreateBody, today: string): Promise<Paper> {
  const { paper, faults } = readPaper(deps.keyring, body, today);
  const fields = [...faults, ...(await findCommunityFaults(body.address?.communityId))];
  if (!paper || fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return paper;
}

/** A person as a row; nothing is written. */
export const buildResident = (
  deps: Deps,
  id: string,
  person: Pick<CreateBody, 'name' | 'phone' | 'address'> & { accountId?: string; paper: Paper },
  now: Date,
): ResidentDocument => ({
  _id: id,
  name: sealField(deps.keyring, id, 'name', person.name),
  nameHashes: nameHashesOf(deps.keyring, person.name),
  idType: person.paper.idType,
  idNumber: sealField(deps.keyring, id, 'idNumber', person.paper.number),
  idHash: person.paper.hash,
  ...(person.paper.idType === 'birthCertificate'
    ? {
        certificate: sealField(deps.keyring, id, 'certificate', person.paper.number),
        certificateHash: person.paper.hash,
      }
    : {}),
  phone: null,
  phoneHash: null,
  birthDay: person.paper.birthDay,
  sex: person.paper.sex,
  communityId: null,
  addressDetail: null,
  ...sealContact(deps, id, person),
  ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
  elderMode: ageOn(person.paper.birthDay, dayOf(now)) >= ELDER_MODE_AGE,
  createdAt: now,
  rev: 0,
});

/** How a registration differs by the one who makes it. */
interface Registrar {
  accountId?: string;
  /** Where and from whom the consents come. */
  evidence: Pick<ConsentDocument, 'accountId' | 'takenBy' | 'channel'>;
  /** Refuses before anything is written. */
  assertOpen(): Promise<void>;
  /** Says who is in the way. */
  refuse(idHash: string): Promise<never>;
}

function registrarOf(deps: Deps, isChild: boolean, request: IdempotentRequestInfo): Registrar {
  const { accountId, kind } = request.actor;
  if (kind === 'staff')
    return {
      evidence: { takenBy: accountId, channel: 'desk' },
      assertOpen: () => Promise.resolve(),
      refuse: (idHash) => refuseKnown(deps, idHash, request),
    };
  return {
    ...(isChild ? {} : { accountId }),
    evidence: { accountId, channel: channelOf(request.userAgent) },
    // With its tries used up, an account learns nothing about any number, known or not.
    async assertOpen() {
      await deps.limits.claimByAccount.assertOpen(accountId);
      if (isChild) await deps.limits.childByAccount.consume(accountId);
    },
    refuse: () => refuseSecond(deps, accountId, isChild),
  };
}

/** What is written before the person, so that a crash between the two never leaves a person without it. */
async function writeBefore(
  deps: Deps,
  id: string,
  given: { consents: CreateBody['consents']; guardian: Appointed | undefined; registrar: Registrar },
  request: IdempotentRequestInfo,
): Promise<void> {
  const { now, userAgent } = request;
  const evidence = { residentId: id, ...given.registrar.evidence, at: now, userAgent };
  await insertConsents(buildConsents(deps, given.consents, evidence));
  if (given.guardian) await appointGuardian(deps, id, given.guardian, request);
}

/** Takes it back where the person was not written. */
async function takeBack(id: string): Promise<void> {
  await discardConsents(id);
  await discardGuardiansOf(id);
}

async function recordRegistration(
  id: string,
  guardian: Appointed | undefined,
  { actor, ...request }: IdempotentRequestInfo,
): Promise<void> {
  if (actor.kind === 'staff') {
    await recordAccess({ ...request, actor }, 'resident.create', [id]);
    await reveal({ actor, now: request.now }, id, 'atCounter');
  } else if (guardian) await recordRelative({ ...request, actor }, 'resident.create', id, guardian.residentId);
}

/**
 * Registers the account's own person or a child of it, or, by staff, somebody at the desk who has no account.
 * @throws VALIDATION_FAILED, CONSENT_REQUIRED, RESIDENT_REQUIRED, RESIDENT_EXISTS, RESIDENT_CLAIM_NEEDED, RATE_LIMITED
 */
export async function registerResident(
  deps: Deps,
  body: CreateBody,
  request: IdempotentRequestInfo,
): Promise<Resident> {
  const { now, actor } = request;
  const today = dayOf(now);
  const paper = await checkFields(deps, body, today);
  const guardian = await findAppointed(deps, body, paper, request);
  const registrar = registrarOf(deps, guardian !== undefined, request);
  const id = newId();
  const build = async (): Promise<ResidentDocument> => {
    assertConsents(deps, body.consents, needsGuardianConsent(paper.birthDay, today));
    if (actor.kind === 'resident' && !guardian) assertMayConsent(paper.birthDay, today);
    await registrar.assertOpen();
    await writeBefore(deps, id, { consents: body.consents, guardian, registrar }, request);
    const owner = registrar.accountId === undefined ? {} : { accountId: registrar.accountId };
    return buildResident(deps, id, { ...body, ...owner, paper }, now);
  };
  const onDuplicate = async (): Promise<never> => {
    await takeBack(id);
    return registrar.refuse(paper.hash);
  };
  const resident = await createOnce(ResidentModel, request.idempotency, now, build, onDuplicate);
  if (resident._id !== id) await takeBack(id);
  await recordRegistration(resident._id, guardian, request);
  return buildReply(deps, resident, now);
}

/** A person of the demo. */
export interface DemoResident {
  name: string;
  idNumber: string;
  phone: string;
  /** The account whose own person it is; absent for people who only fill the lists. */
  accountId?: string;
  communityId?: string;
  addressDetail?: string;
}

/**
 * Makes a person of the demo, once for an ID number, with all consents.
 * @returns the resident's id
 */
export async function createDemoResident(deps: Deps, person: DemoResident): Promise<string> {
  const now = deps.clock.now();
  const parsed = parseIdNumber(person.idNumber, dayOf(now));
  if (!parsed.ok) throw new Error(`a person of the demo has a bad ID number: ${parsed.reason}`);
  const { idNumber: number, birthDay, sex } = parsed;
  const paper = { idType: 'residentId' as const, number, hash: hashIdNumber(deps.keyring, number), birthDay, sex };
  const known = await findResidentByIdHash(paper.hash);
  if (known) return known._id;
  const id = newId();
  const { name, phone, accountId, communityId, addressDetail } = person;
  const owner = accountId === undefined ? {} : { accountId };
  const evidence = { residentId: id, ...owner, at: now, channel: 'seed' as const, userAgent: '' };
  await insertConsents(buildConsents(deps, [...deps.config.consents], evidence));
  const address = { communityId, detail: addressDetail };
  try {
    await ResidentModel.collection.insertOne(
      buildResident(deps, id, { name, phone, address, ...owner, paper }, now) as never,
    );
  } catch (error) {
    if (duplicateKeys(error)) await discardConsents(id);
    throw error;
  }
  return id;
}
