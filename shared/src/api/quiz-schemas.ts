import { z } from 'zod';
import {
  QUIZ_CATEGORY_MAX,
  QUIZ_EXPLANATION_MAX,
  QUIZ_OPTION_MAX,
  QUIZ_QUESTION_MAX,
  quizLetters,
} from '../domain/quiz-rules';
import { contentState, day, id, instant, rev, text } from './common';

/** The letter of an answer. */
export const letter = z.enum(quizLetters, { error: 'UNKNOWN' });
const option = text(QUIZ_OPTION_MAX);
const optionTexts = z.object({ A: option, B: option, C: option, D: option });

/** What is written of a question. */
export const questionParts = {
  category: text(QUIZ_CATEGORY_MAX),
  text: text(QUIZ_QUESTION_MAX),
  options: optionTexts,
  answer: letter,
  explanation: text(QUIZ_EXPLANATION_MAX),
};
/** A question of the bank, for staff. */
export const bankQuestion = z.object({
  id,
  category: z.string(),
  text: z.string(),
  options: z.object({ A: z.string(), B: z.string(), C: z.string(), D: z.string() }),
  answer: letter,
  explanation: z.string(),
  /** Waits for a doctor, is asked, or is not asked any more. */
  state: z.enum(['proposed', 'released', 'retired']),
  releasedBy: z.string().nullable(),
  releasedAt: instant.nullable(),
  check: contentState.optional(),
  rev,
});

/** An answer that can be chosen; the letter stays with it in whatever order it is shown. */
const shownOption = z.object({ key: letter, text: z.string() });

/** A question of a paper: with the answer, since a paper is for learning and wins nothing. */
export const paperQuestion = z.object({
  id,
  category: z.string(),
  text: z.string(),
  options: z.array(shownOption),
  answer: letter,
  explanation: z.string(),
});

/** A paper that a person finished. */
export const quizAttempt = z.object({
  id,
  day,
  at: instant,
  score: z.number().int(),
  passed: z.boolean(),
  right: z.number().int(),
  total: z.number().int(),
  /** Of timed ones. */
  seconds: z.number().int().nullable(),
});

/** A contest. */
export const quizContest = z.object({
  id,
  name: z.string(),
  day,
  state: z.enum(['open', 'ended']),
  rounds: z.number().int(),
  rev,
});

/** Somebody in a list that everybody sees. */
export const person = z.object({ name: z.string(), communityName: z.string().nullable(), points: z.number().int() });

/** What everybody sees of a contest in this moment. Durations, no clock times: phones have clocks of their own. */
export const liveContest = z.object({
  id,
  name: z.string(),
  state: z.enum(['open', 'ended']),
  rounds: z.number().int(),
  round: z
    .object({
      id,
      no: z.number().int(),
      phase: z.enum(['soon', 'open', 'over']),
      /** Until the question is shown; 0 from then on. */
      msToOpen: z.number().int(),
      /** Until answers are refused; 0 from then on. */
      msToClose: z.number().int(),
      seconds: z.number().int(),
      answered: z.number().int(),
      /** Not before it is shown to all. */
      question: z.object({ category: z.string(), text: z.string(), options: z.array(shownOption) }).nullable(),
      /** Not before it is over. */
      result: z
        .object({
          answer: letter,
          explanation: z.string(),
          counts: z.object({ A: z.number(), B: z.number(), C: z.number(), D: z.number() }),
          /** Who was right first. */
          first: z.array(person),
        })
        .nullable(),
    })
    .nullable(),
});
