import type { Module } from '../../platform/module';
import { moveCards } from './card.model';
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
};
