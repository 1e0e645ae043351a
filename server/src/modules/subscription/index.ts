import type { Module } from '../../platform/module';
import { deleteSubscription } from './subscription.model';
import { subscriptionData, subscriptionMerging, subscriptionStore } from './subscription.personal';
import { buildSubscriptionHandlers } from './subscription.router';
import { subscriptionJobs } from './subscription.telling';

/** Being told of new activities. */
export const subscriptionModule: Module = {
  feature: 'subscription',
  handlers: buildSubscriptionHandlers,
  jobs: subscriptionJobs,
  endService: (_, { residentId }) => deleteSubscription(residentId),
  merging: subscriptionMerging,
  personalData: subscriptionData,
  personalStores: [subscriptionStore],
};
