import type { Module } from '../../platform/module';
import { cardData, cardStore, timedCards } from './card.leaving';
import { endCardOf, moveCards } from './card.model';
import { buildCardHandlers } from './card.router';

export { findCardHolder, isCardCode } from './card.service';

/** Paper cards with which people without a phone check in. */
export const cardModule: Module = {
  feature: 'card',
  handlers: buildCardHandlers,
  merging: {
    async move(_, { stayId, awayId, by }, now) {
      await moveCards(awayId, stayId, by, now);
      return [];
    },
  },
  endService: (_, { residentId, accountId }, now) => endCardOf(residentId, accountId, now),
  personalData: cardData,
  personalStores: [cardStore],
  timedStores: [timedCards],
};
