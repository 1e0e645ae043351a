import { z } from 'zod';
import { activityKinds } from '../domain/activity-kinds';
import { NEWS_COMMUNITIES_MAX } from '../domain/lecture-news';
import { id } from './common';
import { defineRoutes } from './route';
import { subscriptionPaths } from './subscription.paths';

const kinds = z
  .array(z.enum(activityKinds, { error: 'UNKNOWN' }))
  .min(1, { error: 'EMPTY' })
  .max(activityKinds.length, { error: 'TOO_MANY' })
  .transform((chosen) => [...new Set(chosen)]);

/** Of which new activities the own person is told. */
export const subscription = z.object({
  on: z.boolean(),
  kinds: z.array(z.enum(activityKinds)),
  /** Empty: wherever they are. */
  communityIds: z.array(id),
});

export const subscriptionRoutes = defineRoutes({
  get: {
    ...subscriptionPaths.get,
    summary: 'Of which new activities the own person is told; without a choice everything is offered, and it is off',
    reply: subscription,
    errors: ['NOT_FOUND'],
  },
  save: {
    ...subscriptionPaths.save,
    summary: 'Choose of which new activities the own person is told; it begins with the next that is published',
    body: z.object({
      kinds,
      communityIds: z
        .array(id)
        .max(NEWS_COMMUNITIES_MAX, { error: 'TOO_MANY' })
        .transform((chosen) => [...new Set(chosen)]),
    }),
    reply: subscription,
    errors: ['NOT_FOUND'],
  },
  end: {
    ...subscriptionPaths.end,
    summary: 'Be told of no new activities any more; what was chosen is forgotten',
    errors: ['NOT_FOUND'],
  },
});

export type SubscriptionRoutes = typeof subscriptionRoutes;
export type Subscription = z.output<typeof subscription>;
