import { makeApi } from '@linkang/shared/api/client';
import { lecturePaths } from '@linkang/shared/api/lecture.paths';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { send } from '../http';

/** Lectures and their registration. */
export const lectureApi = makeApi<LectureRoutes>(lecturePaths, send);
