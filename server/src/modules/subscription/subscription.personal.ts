import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { communityNames } from '../centre';
import { countSubscriptions, deleteSubscription, findSubscription, moveSubscription } from './subscription.model';

/** Of which activities a person wants to be told. */
export const subscriptionStore: PersonalStore = {
  key: 'preferences',
  collections: ['lectureSubscriptions'],
  count: (_, { residentId }) => countSubscriptions(residentId),
  erase: (_, { residentId }) => deleteSubscription(residentId),
};

/** What the person chose, in words. */
export async function subscriptionData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const row = await findSubscription(residentId);
  if (!row) return [];
  const names = await communityNames(row.communityIds);
  return [
    {
      key: 'lectureSubscriptions',
      title: '我订的新活动通知',
      labels: { since: '从什么时候', kinds: '哪些活动', communities: '哪些社区' },
      rows: [
        {
          since: row.since.toISOString(),
          kinds: row.kinds.map(activityKindName).join('、'),
          communities: row.communityIds.map((id) => names.get(id) ?? '').join('、') || '不限',
        },
      ],
    },
  ];
}

/** What was chosen goes over unless the other record has a choice. */
export const subscriptionMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveSubscription(awayId, stayId);
    return [];
  },
};
