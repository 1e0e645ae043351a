import type { ResidentRoutes, Resident } from '@linkang/shared/api/resident.routes';
import type { Input } from '@linkang/shared/api/route';
import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { idNumberFaultText, parseIdNumber, type IdNumberResult } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { createOnce, duplicateKeys } from '../../platform/idempotency';
import { asStaff, type IdempotentRequestInfo } from '../../platform/module';
import { findGround, reveal } from '../access';
import { recordAccess } from '../audit';
import { discardConsents, insertConsents, type ConsentDocument } from './consent.model';
import { assertConsents, assertMayConsent, buildConsents, channelOf } from './consent.evidence';
import { findResidentByIdHash, findResidentIdByAccount, ResidentModel, type ResidentDocument } from './resident.model';
import { sealField } from './resident.sealing';
import { hashIdNumber, nameHashesOf } from './resident.search';
import { buildReply, findCommunityFaults, sealContact } from './resident.service';

type CreateBody = Input<ResidentRoutes['create']>['body'];
type IdNumber = Extract<IdNumberResult, { ok: true }>;

/** At this age large letters are on from the start. */
const ELDER_MODE_AGE = 65;

const newId = (): string => new mongoose.Types.ObjectId().toHexString();

/** All faults that the schema cannot see. @throws VALIDATION_FAILED */
async function checkFields(body: CreateBody, today: string): Promise<IdNumber> {
  const parsed = parseIdNumber(body.idNumber, today);
  const fields = await findCommunityFaults(body.address?.communityId);
  if (!parsed.ok) fields.unshift(fieldFault('body.idNumber', parsed.reason, idNumberFaultText[parsed.reason]));
  if (!parsed.ok || fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return parsed;
}

/**
 * Says which person was in the way. Only the indexes decide, so that a repeat of the same request never meets
 * its own first try. A number that another record holds may be tried five times an hour.
 * @throws RESIDENT_EXISTS, RATE_LIMITED, RESIDENT_CLAIM_NEEDED
 */
async function refuseSecond(deps: Deps, accountId: string): Promise<never> {
  // Which unique index the database named is arbitrary when both are violated.
  if (await findResidentIdByAccount(accountId)) throw new AppError('RESIDENT_EXISTS');
  await deps.limits.claimByAccount.consume(accountId);
  throw new AppError('RESIDENT_CLAIM_NEEDED');
}

const buildResident = (
  deps: Deps,
  id: string,
  person: Pick<CreateBody, 'name' | 'phone' | 'address'> & { accountId?: string; parsed: IdNumber },
  now: Date,
): ResidentDocument => ({
  _id: id,
  name: sealField(deps.keyring, id, 'name', person.name),
  nameHashes: nameHashesOf(deps.keyring, person.name),
  idType: 'residentId',
  idNumber: sealField(deps.keyring, id, 'idNumber', person.parsed.idNumber),
  idHash: hashIdNumber(deps.keyring, person.parsed.idNumber),
  phone: null,
  phoneHash: null,
  birthDay: person.parsed.birthDay,
  sex: person.parsed.sex,
  communityId: null,
  addressDetail: null,
  ...sealContact(deps, id, person),
  ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
  elderMode: ageOn(person.parsed.birthDay, dayOf(now)) >= ELDER_MODE_AGE,
  createdAt: now,
  rev: 0,
});

/**
 * The person in the way, told to the clerk, who opens that record instead.
 * @throws RESIDENT_EXISTS
 */
async function refuseKnown(deps: Deps, idNumber: string, request: IdempotentRequestInfo): Promise<never> {
  const known = await findResidentByIdHash(hashIdNumber(deps.keyring, idNumber));
  // Nobody is ever deleted: a violated index has its person.
  if (!known) throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
  const staffRequest = { ...request, actor: asStaff(request.actor) };
  await recordAccess(staffRequest, 'resident.create', [known._id]);
  // Who works at a counter has the card in hand; the others need a ground as for any record.
  if (accessWaysOf(staffRequest.actor.roles).includes('reveal')) await reveal(staffRequest, known._id, 'atCounter');
  const open = await findGround(staffRequest, known._id);
  const conflict = open ? await buildReply(deps, known, request.now) : { id: known._id };
  throw new AppError('RESIDENT_EXISTS', { conflict, detail: '这个证件号已有档案，请直接打开档案办理。' });
}

/** How a registration differs by the one who makes it. */
interface Registrar {
  accountId?: string;
  /** Where and from whom the consents come. */
  evidence: Pick<ConsentDocument, 'accountId' | 'takenBy' | 'channel'>;
  /** Refuses before anything is written. */
  assertOpen(): Promise<void>;
  /** Says who is in the way. */
  refuse(idNumber: string): Promise<never>;
}

function registrarOf(deps: Deps, request: IdempotentRequestInfo): Registrar {
  const { accountId, kind } = request.actor;
  if (kind === 'staff')
    return {
      evidence: { takenBy: accountId, channel: 'desk' },
      assertOpen: () => Promise.resolve(),
      refuse: (idNumber) => refuseKnown(deps, idNumber, request),
    };
  return {
    accountId,
    evidence: { accountId, channel: channelOf(request.userAgent) },
    // With its tries used up, an account learns nothing about any number, known or not.
    assertOpen: () => deps.limits.claimByAccount.assertOpen(accountId),
    refuse: () => refuseSecond(deps, accountId),
  };
}

/**
 * Registers the account's own person, or, by staff, somebody at the desk who has no account. The consents are
 * written before the person, so that a crash between the two never leaves a person without them.
 * @throws VALIDATION_FAILED, CONSENT_REQUIRED, RESIDENT_EXISTS, RESIDENT_CLAIM_NEEDED, RATE_LIMITED
 */
export async function registerResident(
  deps: Deps,
  body: CreateBody,
  request: IdempotentRequestInfo,
): Promise<Resident> {
  const registrar = registrarOf(deps, request);
  const { now, userAgent, actor } = request;
  const parsed = await checkFields(body, dayOf(now));
  const id = newId();
  const build = async (): Promise<ResidentDocument> => {
    assertConsents(deps, body.consents);
    if (actor.kind === 'resident') assertMayConsent(parsed.birthDay, dayOf(now));
    await registrar.assertOpen();
    const evidence = { residentId: id, ...registrar.evidence, at: now, userAgent };
    await insertConsents(buildConsents(deps, body.consents, evidence));
    const owner = registrar.accountId === undefined ? {} : { accountId: registrar.accountId };
    return buildResident(deps, id, { ...body, ...owner, parsed }, now);
  };
  const onDuplicate = async (): Promise<never> => {
    await discardConsents(id);
    return registrar.refuse(parsed.idNumber);
  };
  const resident = await createOnce(ResidentModel, request.idempotency, now, build, onDuplicate);
  if (resident._id !== id) await discardConsents(id);
  if (actor.kind === 'staff') {
    await recordAccess({ ...request, actor }, 'resident.create', [resident._id]);
    await reveal({ actor, now }, resident._id, 'atCounter');
  }
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
  const known = await findResidentByIdHash(hashIdNumber(deps.keyring, parsed.idNumber));
  if (known) return known._id;
  const id = newId();
  const { name, phone, accountId, communityId, addressDetail } = person;
  const owner = accountId === undefined ? {} : { accountId };
  const evidence = { residentId: id, ...owner, at: now, channel: 'seed' as const, userAgent: '' };
  await insertConsents(buildConsents(deps, [...deps.config.consents], evidence));
  const address = { communityId, detail: addressDetail };
  try {
    await ResidentModel.collection.insertOne(
      buildResident(deps, id, { name, phone, address, ...owner, parsed }, now) as never,
    );
  } catch (error) {
    if (duplicateKeys(error)) await discardConsents(id);
    throw error;
  }
  return id;
}
