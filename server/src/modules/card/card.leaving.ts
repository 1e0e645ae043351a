import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection, PersonalStore, TimedStore } from '../../platform/module';
import { countCardsBefore, countCardsOf, deleteCardsOf, findEveryCard, removeCardsBefore } from './card.model';

/** A card is a way in like the account, and goes with it. */
export const cardStore: PersonalStore = {
  key: 'account',
  collections: ['cards'],
  count: (_, { residentId }) => countCardsOf(residentId),
  erase: (_, { residentId }) => deleteCardsOf(residentId),
};

/** A card that was ended is a proof for a while. */
export const timedCards: TimedStore = {
  key: 'cards',
  collections: ['cards'],
  count: (_, before) => countCardsBefore(before),
  remove: (_, before, limit) => removeCardsBefore(before, limit),
};

/** The cards of the person, without what their codes say. */
export async function cardData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const cards = await findEveryCard(residentId);
  return [
    {
      key: 'cards',
      title: '我的报到卡',
      labels: { issuedAt: '办卡时间', revokedAt: '停用时间' },
      rows: cards.map(({ issuedAt, revokedAt }) => ({
        issuedAt: issuedAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null,
      })),
    },
  ];
}
