import { stepOf, taskKinds } from '@linkang/shared/domain/task-words';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { countReadingsOf, deleteReadingsOf, findReadingsOf, moveReadings } from './reading.model';
import { countTasksOf, deleteTasksOf, findTasksOf, moveTasks, taskPlace } from './task.model';
import { itemWords, openValues } from './task.presenter';

const stateWords = { open: '等着办', done: '办好了', declined: '不用办' } as const;

/** Before the first day of which anything is known. */
const EVER = '0000-00-00';

/** What values gave rise to, and what was measured again; kept as long as the visits. */
export const taskStore: PersonalStore = {
  key: 'visits',
  collections: ['tasks', 'taskReadings'],
  count: async (_, { residentId }) => (await countTasksOf(residentId)) + (await countReadingsOf(residentId)),
  async erase(_, { residentId }) {
    await deleteReadingsOf(residentId);
    await deleteTasksOf(residentId);
  },
};

/** Every task of the person and every value that was measured again. */
export async function taskData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [tasks, readings] = await Promise.all([findTasksOf(residentId), findReadingsOf(residentId, EVER)]);
  return [
    {
      key: 'tasks',
      title: '检查以后要办的事',
      labels: { what: '什么事', because: '因为', dueDay: '最晚哪天', status: '办了没有', outcome: '结果' },
      rows: tasks.map((row) => ({
        what: stepOf(row)?.title ?? taskKinds[row.kind],
        because: keyring.decrypt(row.because, taskPlace('because', row._id)),
        dueDay: row.dueDay,
        status: stateWords[row.status],
        outcome: row.outcome === undefined ? null : keyring.decrypt(row.outcome, taskPlace('outcome', row._id)),
      })),
    },
    {
      key: 'taskReadings',
      title: '复查时量的数值',
      labels: { day: '日期', name: '项目', value: '数值', unit: '单位' },
      rows: readings.flatMap((row) =>
        Object.entries(openValues(keyring, row)).map(([code, value]) => {
          const { name, unit } = itemWords(code);
          return { day: row.day, name, value, unit };
        }),
      ),
    },
  ];
}

/** Tasks and readings go over as they are. */
export const taskMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveTasks(awayId, stayId);
    await moveReadings(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '待办任务', count: await countTasksOf(residentId) }),
};
