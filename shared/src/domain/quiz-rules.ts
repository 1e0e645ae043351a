import type { QuizQuestion } from './education-tables';

/** The letters under which a question's answers are kept; where they are shown the order is another one each time. */
export const quizLetters = ['A', 'B', 'C', 'D'] as const;
export type QuizLetter = (typeof quizLetters)[number];

export const QUIZ_QUESTION_MAX = 200;
export const QUIZ_OPTION_MAX = 80;
export const QUIZ_EXPLANATION_MAX = 300;
export const QUIZ_CATEGORY_MAX = 20;
export const QUIZ_CONTEST_NAME_MAX = 40;
export const QUIZ_PRIZE_MAX = 40;
/** Questions of one paper at most. */
export const QUIZ_PAPER_MAX = 50;
/** Seconds for a question of a timed paper. */
export const QUIZ_SECONDS_A_QUESTION = 30;
/** How long before its question a round is announced, so that every phone shows the question in the same moment. */
export const ROUND_LEAD_MS = 3000;
export const ROUND_SECONDS_MIN = 3;
export const ROUND_SECONDS_MAX = 120;
export const ROUND_SECONDS_USUAL = 20;

/** The headings of a sheet of questions, in the order of the template. */
export const quizColumns = {
  category: '类别',
  text: '题目',
  A: '选项A',
  B: '选项B',
  C: '选项C',
  D: '选项D',
  answer: '答案',
  explanation: '解析',
} as const;
export type QuizColumn = keyof typeof quizColumns;

/** The largest sheet of questions. */
export const MAX_QUIZ_SHEET_BYTES = 1024 * 1024;
/** Questions that one sheet holds at most. */
export const QUIZ_SHEET_MAX_ROWS = 500;

/** A question as it is written, without what the centre does with it. */
export type WrittenQuestion = Pick<QuizQuestion, 'category' | 'text' | 'options' | 'answer' | 'explanation'>;

const limits: Record<QuizColumn, number> = {
  category: QUIZ_CATEGORY_MAX,
  text: QUIZ_QUESTION_MAX,
  A: QUIZ_OPTION_MAX,
  B: QUIZ_OPTION_MAX,
  C: QUIZ_OPTION_MAX,
  D: QUIZ_OPTION_MAX,
  answer: 1,
  explanation: QUIZ_EXPLANATION_MAX,
};

const isLetter = (text: string): text is QuizLetter => quizLetters.some((letter) => letter === text);

/** The words of a text without what two people write differently: two questions with the same are one. */
export const questionKey = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{P}]/gu, '')
    .toLowerCase();

/** Whether two answers of a question say the same. */
export const hasSameOptions = (options: Readonly<Record<QuizLetter, string>>): boolean =>
  new Set(quizLetters.map((letter) => questionKey(options[letter]))).size < quizLetters.length;

/** Reads a row of a sheet. @returns the question, or what is wrong with it in words */
export function readQuestionRow(cells: Readonly<Record<QuizColumn, string>>): WrittenQuestion | { faults: string[] } {
  const clean = Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, text.trim()])) as Record<
    QuizColumn,
    string
  >;
  const columns = Object.keys(quizColumns) as QuizColumn[];
  const faults = columns.flatMap((column) => {
    const name = quizColumns[column];
    if (clean[column] === '') return [`“${name}”没有填`];
    return [...clean[column]].length > limits[column] ? [`“${name}”太长，最多${limits[column]}个字`] : [];
  });
  const { category, text, explanation, A, B, C, D } = clean;
  // A letter typed in full width is the same letter.
  const answer = clean.answer.normalize('NFKC').toUpperCase();
  if (clean.answer !== '' && !isLetter(answer)) faults.push('“答案”要写 A、B、C 或 D');
  const options = { A, B, C, D };
  if (faults.length === 0 && hasSameOptions(options)) faults.push('有两个选项写的一样');
  if (faults.length > 0 || !isLetter(answer)) return { faults };
  return { category, text, options, answer, explanation };
}

/** Puts things into another order. @param random from 0 to below 1 */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return order;
}

/** Points of a hundred for so many right answers. */
export const quizScore = (right: number, total: number): number =>
  total === 0 ? 0 : Math.round((100 * right) / total);

/** An answer in a contest, in the order in which they arrived in their round. */
export interface RankedAnswer {
  roundId: string;
  residentId: string;
  isRight: boolean;
}

/** How somebody stands in a contest. */
export interface ContestStanding {
  residentId: string;
  points: number;
  right: number;
  answered: number;
  /** 1 for the most points; the same for the same. */
  place: number;
}

const RIGHT_POINTS = 10;
/** For the first, second … right answer of a round. */
const FAST_POINTS = [5, 4, 3, 2, 1];

/** Points of an answer. @param before right answers that came earlier in the round */
export const answerPoints = (isRight: boolean, before: number): number =>
  isRight ? RIGHT_POINTS + (FAST_POINTS[before] ?? 0) : 0;

/**
 * The standings of a contest, counted anew from its answers: the first answer of each person in each round counts.
 * @param answers of each round in the order of arrival
 */
export function rankContest(answers: readonly RankedAnswer[]): ContestStanding[] {
  const seen = new Set<string>();
  const rightIn = new Map<string, number>();
  const people = new Map<string, Omit<ContestStanding, 'place'>>();
  for (const { roundId, residentId, isRight } of answers) {
    const key = `${roundId} ${residentId}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const before = rightIn.get(roundId) ?? 0;
    if (isRight) rightIn.set(roundId, before + 1);
    const { points, right, answered } = people.get(residentId) ?? { points: 0, right: 0, answered: 0 };
    people.set(residentId, {
      residentId,
      points: points + answerPoints(isRight, before),
      right: right + (isRight ? 1 : 0),
      answered: answered + 1,
    });
  }
  const order = [...people.values()].sort((a, b) => b.points - a.points || b.right - a.right);
  return order.map((standing) => ({
    ...standing,
    place: 1 + order.filter(({ points }) => points > standing.points).length,
  }));
}

/** What a list that everybody sees says of a person: `王*`. */
export const contestName = (name: string): string => `${[...name][0] ?? ''}*`;
