import { randomInt } from 'node:crypto';
import type { Card, CardRoutes } from '@linkang/shared/api/card.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { maskName } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { createOnce, type Idempotency, type IdempotentFields } from '../../platform/idempotency';
import { placeOf, type Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { recordAccess } from '../audit';
import { findExpected } from '../bulk';
import { assertServes, findResidents } from '../resident';
import {
  CardModel,
  endCard,
  endFormerCard,
  findCard,
  findCards,
  findValidByHash,
  findValidCards,
  insertCards,
} from './card.model';
import type { CardRow } from './card.model';

/** Digits alone, as in the codes of bookings, and two more than those, so that a scan tells them apart. */
const DIGITS = 20;

const makeCode = (): string => Array.from({ length: DIGITS }, () => String(randomInt(10))).join('');

const codePlace = (cardId: string): string => placeOf('cards', 'code', cardId);

const hashCode = (keyring: Keyring, code: string): string => keyring.hash('card', code);

const buildCard = (
  { keyring }: Deps,
  residentId: string,
  { actor, now }: RequestInfo<StaffActor>,
): Omit<CardRow, keyof IdempotentFields> => {
  const _id = new mongoose.Types.ObjectId().toHexString();
  const code = makeCode();
  return {
    _id,
    residentId,
    validFor: residentId,
    code: keyring.encrypt(code, codePlace(_id)),
    codeHash: hashCode(keyring, code),
    issuedAt: now,
    issuedBy: actor.accountId,
  };
};

const presentCard = (card: CardRow): Card => ({
  id: card._id,
  residentId: card.residentId,
  issuedAt: card.issuedAt.toISOString(),
  revokedAt: card.revokedAt?.toISOString() ?? null,
});

/** A person's cards. @throws NOT_FOUND */
export async function listCards(residentId: string, request: RequestInfo): Promise<Reply<CardRoutes['list']>> {
  await assertServes(request, 'card.list', residentId);
  return { items: (await findCards(residentId)).map(presentCard) };
}

/**
 * Issues a card. The one before ends first: a crash in between leaves none, and the same request again makes it.
 * @throws NOT_FOUND, STATE_CONFLICT when somebody else has issued one at this moment
 */
export async function issueCard(
  deps: Deps,
  residentId: string,
  request: RequestInfo<StaffActor> & { idempotency: Idempotency },
): Promise<Card> {
  const { actor, now, idempotency } = request;
  await assertServes(request, 'card.issue', residentId);
  const build = async () => {
    await endFormerCard(residentId, idempotency.idem, actor.accountId, now);
    return buildCard(deps, residentId, request);
  };
  const card = await createOnce(CardModel, idempotency, now, build, () => {
    throw new AppError('STATE_CONFLICT', { detail: '刚刚有人给这位居民发了卡，请刷新看看。' });
  });
  return presentCard(card);
}

/** Ends a card that was lost. @throws NOT_FOUND, STATE_CONFLICT with the card when it did not work any more */
export async function revokeCard(id: string, request: RequestInfo<StaffActor>): Promise<Card> {
  const card = await findCard(id);
  if (!card) throw new AppError('NOT_FOUND');
  await assertServes(request, 'card.revoke', card.residentId);
  const ended = await endCard(id, request.actor.accountId, request.now);
  if (!ended) throw new AppError('STATE_CONFLICT', { conflict: presentCard((await findCard(id)) ?? card) });
  return presentCard(ended);
}

/**
 * The cards of people who are expected on a building's day are printed for that day; whoever prints another's needs a
 * ground for the record.
 * @throws ACCESS_LIMITED
 */
async function assertMayPrint(residentIds: readonly string[], request: RequestInfo<StaffActor>): Promise<void> {
  const expected = await findExpected(residentIds, dayOf(request.now));
  for (const id of residentIds) if (!expected.has(id)) await assertMayReadResident(request, 'card.print', id);
  await recordAccess(request, 'card.print', [...expected]);
}

/** What the printer needs, in the order asked for; who has no card gets one. @throws NOT_FOUND, ACCESS_LIMITED */
export async function printCards(
  deps: Deps,
  wanted: readonly string[],
  request: RequestInfo<StaffActor>,
): Promise<Reply<CardRoutes['print']>> {
  const residentIds = [...new Set(wanted)];
  const people = new Map((await findResidents(residentIds)).map((person) => [person.id, person]));
  if (people.size < residentIds.length) throw new AppError('NOT_FOUND');
  await assertMayPrint(residentIds, request);
  const have = new Set((await findValidCards(residentIds)).map(({ residentId }) => residentId));
  await insertCards(residentIds.filter((id) => !have.has(id)).map((id) => buildCard(deps, id, request)));
  const cards = new Map((await findValidCards(residentIds)).map((card) => [card.residentId, card]));
  return {
    items: residentIds.flatMap((residentId) => {
      const [card, person] = [cards.get(residentId), people.get(residentId)];
      if (!card || !person) return [];
      const code = deps.keyring.decrypt(card.code, codePlace(card._id));
      return [{ id: card._id, residentId, maskedName: maskName(person.name), code }];
    }),
  };
}

/** Whose card was scanned, or undefined when it is none that works. */
export async function findCardHolder({ keyring }: Pick<Deps, 'keyring'>, code: string): Promise<string | undefined> {
  return (await findValidByHash(hashCode(keyring, code)))?.residentId;
}

/** Whether what was scanned looks like a card's code. */
export const isCardCode = (code: string): boolean => code.length === DIGITS;
