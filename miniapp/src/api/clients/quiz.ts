import { makeApi } from '@linkang/shared/api/client';
import { quizPaths } from '@linkang/shared/api/quiz.paths';
import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import { send } from '../http';

/** Questions about health, papers and contests. */
export const quizApi = makeApi<QuizRoutes>(quizPaths, send);
