import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { countAnswersOf, deleteAnswersOf, findAnswersOf, moveAnswers } from './answer.model';
import { countAttemptsOf, deleteAttemptsOf, findAttemptsOf, moveAttempts } from './attempt.model';
import { countPrizesOf, deletePrizesOf, findPrizesOf, movePrizes } from './prize.model';

const ALL = 2000;

const countAll = async (residentId: string): Promise<number> => {
  const counts = await Promise.all([countAttemptsOf, countAnswersOf, countPrizesOf].map((count) => count(residentId)));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** Papers, answers in contests and prizes of a person: no part of the health record, they go with the account. */
export const quizStore: PersonalStore = {
  key: 'preferences',
  collections: ['quizAttempts', 'quizAnswers', 'quizPrizes'],
  count: (_, { residentId }) => countAll(residentId),
  async erase(_, { residentId }) {
    await deleteAttemptsOf(residentId);
    await deleteAnswersOf(residentId);
    await deletePrizesOf(residentId);
  },
};

/** What a person answered and won. */
export async function quizData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [attempts, answers, prizes] = await Promise.all([
    findAttemptsOf(residentId, ALL),
    findAnswersOf(residentId, ALL),
    findPrizesOf(residentId, ALL),
  ]);
  return [
    {
      key: 'quizAttempts',
      title: '健康知识答题',
      labels: { day: '日期', score: '得分', right: '答对', total: '题数', answers: '每题的答案' },
      rows: attempts.map(({ day, score, right, total, answers: given }) => ({
        day,
        score,
        right,
        total,
        answers: given.map(({ questionId, choice }) => `${questionId} ${choice ?? '没答'}`).join('，'),
      })),
    },
    {
      key: 'quizAnswers',
      title: '健康知识竞赛的抢答',
      labels: { at: '时间', choice: '答案', right: '答对' },
      rows: answers.map(({ at, choice, right }) => ({ at: at.toISOString(), choice, right })),
    },
    {
      key: 'quizPrizes',
      title: '健康知识竞赛的奖品',
      labels: { at: '时间', prize: '奖品' },
      rows: prizes.map(({ at, prize }) => ({ at: at.toISOString(), prize })),
    },
  ];
}

/** All go over; of two answers in one round the one of the record that stays is kept. */
export const quizMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveAttempts(awayId, stayId);
    await moveAnswers(awayId, stayId);
    await movePrizes(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '健康知识答题', count: await countAll(residentId) }),
};
