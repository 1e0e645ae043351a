import { makeApi } from '@linkang/shared/api/client';
import { subscriptionPaths } from '@linkang/shared/api/subscription.paths';
import type { SubscriptionRoutes } from '@linkang/shared/api/subscription.routes';
import { send } from '../http';

/** Being told of new activities. */
export const subscriptionApi = makeApi<SubscriptionRoutes>(subscriptionPaths, send);
