import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import type { Deps } from '../../platform/deps';
import type {
  AccountPerson,
  MergePart,
  PersonalSection,
  PersonalStore,
  ServedEvent,
  ServedRange,
} from '../../platform/module';
import { countEntriesOf, findEntriesOf, forgetEntriesOf, moveEntries, type EntryRow } from './entry.model';
import { countFeedbackOf, feedbackPlace, findFeedbackOf, forgetFeedbackOf, moveFeedback } from './feedback.model';
import { findLecturesById } from './lecture.model';

const ALL = 1000;
const ratingWords = { good: '满意', fair: '一般', poor: '不满意' } as const;

/** That somebody came without a seat, and what they said; kept as long as the visits. */
export const lectureStore: PersonalStore = {
  key: 'visits',
  collections: ['lectureEntries', 'lectureFeedbacks'],
  count: async (_, { residentId }) => (await countEntriesOf(residentId)) + (await countFeedbackOf(residentId)),
  async erase(_, { residentId }) {
    await forgetEntriesOf(residentId);
    await forgetFeedbackOf(residentId);
  },
};

/** Titles of activities by id. */
const titlesOf = async (ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await findLecturesById([...new Set(ids)])).map(({ _id, title }) => [_id, title]));

/** Where somebody came without having registered, and what they said of activities. */
export async function lectureData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [entries, feedback] = await Promise.all([findEntriesOf([residentId], {}, ALL), findFeedbackOf(residentId)]);
  const titles = await titlesOf([...entries, ...feedback].map(({ lectureId }) => lectureId));
  return [
    {
      key: 'lectureEntries',
      title: '没有报名、直接到场的活动',
      labels: { at: '时间', title: '活动' },
      rows: entries.map(({ at, lectureId }) => ({ at: at.toISOString(), title: titles.get(lectureId) ?? '' })),
    },
    {
      key: 'lectureFeedbacks',
      title: '对活动的评价',
      labels: { at: '时间', title: '活动', rating: '评价', words: '说的话' },
      rows: feedback.map(({ _id, at, lectureId, rating, words }) => ({
        at: at.toISOString(),
        title: titles.get(lectureId) ?? '',
        rating: ratingWords[rating],
        words: words ? keyring.decrypt(words, feedbackPlace(_id)) : null,
      })),
    },
  ];
}

/** Notes and feedback go over. */
export const lectureMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveEntries(awayId, stayId);
    await moveFeedback(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '活动签到', count: await countEntriesOf(residentId) }),
};

const isBefore = ({ at, _id }: EntryRow, before: ServedRange['before']): boolean =>
  !before || at < before.at || (at.getTime() === before.at.getTime() && `lecture:${_id}` < before.id);

/** Activities to which people came without a seat; with one, the seat tells of it. */
export async function lectureServed(_: Deps, range: ServedRange): Promise<ServedEvent[]> {
  const { residentIds, fromDay, toDay, before, limit } = range;
  const rows = await findEntriesOf(
    residentIds,
    {
      ...(fromDay === undefined ? {} : { fromDay }),
      ...(toDay === undefined ? {} : { toDay }),
      ...(before === undefined ? {} : { until: before.at }),
    },
    // Of those at the instant where the page begins some may lie before it.
    (limit + 1) * residentIds.length,
  );
  const lectures = await findLecturesById([...new Set(rows.map(({ lectureId }) => lectureId))]);
  const kinds = new Map(lectures.map(({ _id, kind }) => [_id, kind]));
  return rows
    .filter((row) => isBefore(row, before))
    .map(({ _id, residentId = '', lectureId, day, at, by }) => ({
      id: `lecture:${_id}`,
      ...{ residentId, day, at },
      title: activityKindName(kinds.get(lectureId) ?? 'LECTURE'),
      staffId: by,
    }));
}
