import type { ConsentPurpose, ConsentState, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { needsGuardianConsent } from '@linkang/shared/domain/guardianship';
import { AppError } from '@linkang/shared/errors';
import type { ConsentText } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { asResident, type RequestInfo } from '../../platform/module';
import { channelOf, textsFor, type GivenConsents } from './consent.evidence';
import { appendConsent, findConsents, type ConsentDocument } from './consent.model';
import { forgetStops } from './consent.stops';
import { assertActsFor, assertServes } from './resident.access';
import { findResidentById, keepStop } from './resident.model';

type Evidence = Pick<ConsentDocument, 'residentId' | 'accountId' | 'at' | 'userAgent'>;
type Saved = Input<ResidentRoutes['saveConsent']>['body'];

const statusOf = (text: ConsentText, newest: ConsentDocument | undefined): ConsentState['status'] => {
  if (!newest) return 'never';
  if (newest.withdrawn) return 'withdrawn';
  return newest.version === text.version ? 'agreed' : 'outdated';
};

const newestOf = (rows: readonly ConsentDocument[], purpose: ConsentPurpose): ConsentDocument | undefined =>
  rows.filter((row) => row.purpose === purpose).at(-1);

/** Whether a guardian's consent is asked for, or was given once. */
async function isChild(residentId: string, rows: readonly ConsentDocument[], now: Date): Promise<boolean> {
  if (rows.some(({ purpose }) => purpose === 'guardian')) return true;
  const resident = await findResidentById(residentId);
  return resident !== null && needsGuardianConsent(resident.birthDay, dayOf(now));
}

async function readStates(deps: Deps, residentId: string, now: Date): Promise<ConsentState[]> {
  const rows = await findConsents(residentId);
  return presentStates(textsFor(deps, await isChild(residentId, rows, now)), rows);
}

function presentStates(texts: readonly ConsentText[], rows: readonly ConsentDocument[]): ConsentState[] {
  return texts.map((text) => {
    const newest = newestOf(rows, text.purpose);
    const { purpose, title, html, required, version } = text;
    return {
      purpose,
      title,
      html,
      required,
      version,
      status: statusOf(text, newest),
      answeredVersion: newest?.version ?? null,
      answeredAt: newest?.at.toISOString() ?? null,
      channel: newest?.channel ?? null,
    };
  });
}

/** What a person agreed to, for the person and for staff. @throws NOT_FOUND */
export async function listConsentStates(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<ResidentRoutes['consentState']>> {
  await assertServes(request, 'resident.consentState', residentId);
  return { items: await readStates(deps, residentId, request.now) };
}

/** Needed texts that a person has still to read: a new version, or one that was never asked about. */
export async function consentsDue(deps: Deps, residentId: string): Promise<ConsentPurpose[]> {
  return presentStates(deps.config.consents, await findConsents(residentId))
    .filter(({ required, status }) => required && (status === 'outdated' || status === 'never'))
    .map(({ purpose }) => purpose);
}

/** Whether the newest answer says the same already. */
const isSame = (newest: ConsentDocument | undefined, { agreed, version }: Saved): boolean =>
  agreed
    ? newest?.withdrawn !== true && newest?.version === version
    : newest === undefined || newest.withdrawn === true;

async function addAnswer(
  text: ConsentText,
  newest: ConsentDocument | undefined,
  { agreed }: Saved,
  evidence: Evidence,
): Promise<ConsentDocument> {
  // What is taken back is the version that was agreed to.
  const about = agreed || !newest ? { version: text.version, textHash: text.sha256 } : newest;
  const answer = {
    ...evidence,
    purpose: text.purpose,
    version: about.version,
    textHash: about.textHash,
    channel: channelOf(evidence.userAgent),
    ...(agreed ? {} : { withdrawn: true as const }),
  };
  const added = await appendConsent(answer, newest?.seq ?? 0);
  if (!added) throw new AppError('STATE_CONFLICT');
  return added;
}

/** Keeps an answer, unless the newest one says the same, and what follows from it. @throws STATE_CONFLICT */
async function answer(text: ConsentText, saved: Saved, evidence: Evidence): Promise<void> {
  const { residentId } = evidence;
  const newest = newestOf(await findConsents(residentId), text.purpose);
  const standing = isSame(newest, saved) ? newest : await addAnswer(text, newest, saved, evidence);
  if (standing)
    await keepStop(residentId, text.purpose, standing.seq ?? 0, standing.withdrawn === true && text.required);
  forgetStops();
}

/** Keeps what a person agreed to on a form, as far as it is new. A repeat adds nothing. */
export async function agreeTo(deps: Deps, given: GivenConsents, evidence: Evidence): Promise<void> {
  for (const text of textsFor(deps, true)) {
    const { purpose, version } = text;
    if (given.some((consent) => consent.purpose === purpose && consent.version === version))
      await answer(text, { purpose, version, agreed: true }, evidence);
  }
}

/**
 * Agrees to a text or takes the agreement back, with evidence. A repeat adds nothing, and finishes what a crash left.
 * @throws NOT_FOUND, STATE_CONFLICT when the text or the answer changed meanwhile
 */
export async function saveConsent(
  deps: Deps,
  residentId: string,
  body: Saved,
  request: RequestInfo,
): Promise<Reply<ResidentRoutes['saveConsent']>> {
  await assertActsFor(request.actor, residentId, { route: 'resident.saveConsent', request });
  const text = textsFor(deps, true).find(({ purpose }) => purpose === body.purpose);
  if (!text || (body.agreed && text.version !== body.version))
    throw new AppError('STATE_CONFLICT', { detail: '说明刚刚更新过，请看看新的内容再决定。' });
  const { accountId } = asResident(request.actor);
  await answer(text, body, { residentId, accountId, at: request.now, userAgent: request.userAgent });
  return { items: await readStates(deps, residentId, request.now) };
}
