import { staffMay } from '@linkang/shared/api/policy';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { StaffActor } from '../../platform/actor';
import { countSubmitted } from '../article';
import { countOpenCorrections } from '../correction';
import { countOverdueFor } from '../followup';

/** What waits in lists that not everybody may open; nothing of the others. */
export async function countWaiting(actor: StaffActor, now: Date) {
  const none = { open: 0, overdue: 0 };
  const [followUpsOverdue, corrections, articlesToReview] = await Promise.all([
    staffMay(actor.roles, 'followup.due') ? countOverdueFor(actor, now) : 0,
    staffMay(actor.roles, 'correction.list') ? countOpenCorrections(dayOf(now)) : none,
    staffMay(actor.roles, 'article.reviews') ? countSubmitted() : 0,
  ]);
  return {
    followUpsOverdue,
    correctionsOpen: corrections.open,
    correctionsOverdue: corrections.overdue,
    articlesToReview,
  };
}
