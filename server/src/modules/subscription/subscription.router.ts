import type { SubscriptionRoutes } from '@linkang/shared/api/subscription.routes';
import type { Deps } from '../../platform/deps';
import { asResident, type Handlers, type RequestInfo } from '../../platform/module';
import { readSubscription, subscribe, unsubscribe } from './subscription.service';

const byResident = (request: RequestInfo) => ({ ...request, actor: asResident(request.actor) });

/** Handlers of the routes by which people choose of what they are told. */
export const buildSubscriptionHandlers = (_deps: Deps): Handlers<SubscriptionRoutes> => ({
  get: (_input, request) => readSubscription(byResident(request)),
  save: ({ body }, request) => subscribe(body, byResident(request)),
  end: (_input, request) => unsubscribe(byResident(request)),
});
