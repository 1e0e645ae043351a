import type { Subscription, SubscriptionRoutes } from '@linkang/shared/api/subscription.routes';
import type { Input } from '@linkang/shared/api/route';
import { activityKinds } from '@linkang/shared/domain/activity-kinds';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor } from '../../platform/actor';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { communityNames } from '../centre';
import { findOwnResidentId } from '../resident';
import { deleteSubscription, findSubscription, saveSubscription } from './subscription.model';

type OwnRequest = RequestInfo<ResidentActor>;

/** The account's own person: nobody chooses for somebody else. @throws NOT_FOUND before one is registered */
async function ownOf({ actor, trace }: OwnRequest): Promise<string> {
  const residentId = actor.ownResidentId ?? (await findOwnResidentId(actor.accountId));
  if (residentId === undefined) throw new AppError('NOT_FOUND', { detail: '请先登记本人的信息，再选要收哪些通知。' });
  trace.residentIds.add(residentId);
  return residentId;
}

/** What the own person chose; of nobody who never did, everything that can be chosen. @throws NOT_FOUND */
export async function readSubscription(request: OwnRequest): Promise<Subscription> {
  const row = await findSubscription(await ownOf(request));
  return row
    ? { on: true, kinds: row.kinds, communityIds: row.communityIds }
    : { on: false, kinds: [...activityKinds], communityIds: [] };
}

/** Keeps what the own person chose. @throws NOT_FOUND, VALIDATION_FAILED for a community that is not here */
export async function subscribe(
  body: Input<SubscriptionRoutes['save']>['body'],
  request: OwnRequest,
): Promise<Subscription> {
  const residentId = await ownOf(request);
  const known = await communityNames(body.communityIds);
  const fields = body.communityIds.flatMap((id, at) =>
    known.has(id) ? [] : [fieldFault(`body.communityIds.${at}`, 'UNKNOWN')],
  );
  if (fields.length > 0) throw new AppError('VALIDATION_FAILED', { fields });
  await saveSubscription(residentId, body, request.now);
  return { on: true, ...body };
}

/** Forgets what the own person chose. @throws NOT_FOUND */
export const unsubscribe = async (request: OwnRequest): Promise<void> => deleteSubscription(await ownOf(request));
