import { groupName } from '@linkang/shared/domain/group-memberships';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { countGroupRows, deleteGroupRows, findGroupRows, moveGroupRows } from './group.model';
import { countPlansOf, deletePlansOf, findPlansOf, movePlans } from './plan.model';

/** Plans and groups of a person; kept as long as the visits that they are about. */
export const planStore: PersonalStore = {
  key: 'visits',
  collections: ['plans', 'residentGroups'],
  count: async (_, { residentId }) => (await countPlansOf(residentId)) + (await countGroupRows(residentId)),
  async erase(_, { residentId }) {
    await deletePlansOf(residentId);
    await deleteGroupRows(residentId);
  },
};

/** What was promised, and in which groups staff put the person. */
export async function planData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [plans, groups] = await Promise.all([findPlansOf(residentId), findGroupRows([residentId])]);
  return [
    {
      key: 'plans',
      title: '我的服务计划',
      labels: { item: '项目', fromDay: '从', toDay: '到', quantity: '次数' },
      rows: plans.flatMap(({ items }) =>
        items.map(({ name, fromDay, toDay, quantity }) => ({ item: name, fromDay, toDay, quantity })),
      ),
    },
    {
      key: 'priorityGroups',
      title: '团队登记的重点人群',
      labels: { group: '人群', sinceDay: '从', untilDay: '到' },
      rows: groups.map(({ code, sinceDay, untilDay }) => ({
        group: groupName(code),
        sinceDay,
        untilDay: untilDay ?? null,
      })),
    },
  ];
}

/** Plans follow their contracts, groups the person. */
export const planMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await movePlans(awayId, stayId);
    await moveGroupRows(awayId, stayId);
    return [];
  },
};
