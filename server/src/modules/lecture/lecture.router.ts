import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import {
  cancelLecture,
  createLecture,
  getLecture,
  listLectures,
  publishLecture,
  registerForLecture,
  updateLecture,
} from './lecture.service';

export const buildLectureHandlers = (deps: Deps): Handlers<LectureRoutes> => ({
  list: ({ query }, request) => listLectures(deps, query, request),
  get: ({ params }, request) => getLecture(deps, params.id, request),
  create: ({ body }, request) => createLecture(deps, body, request),
  update: ({ params, body }, request) => updateLecture(deps, params.id, body, request),
  publish: ({ params }, request) => publishLecture(deps, params.id, request),
  cancel: ({ params, body }, request) => cancelLecture(deps, params.id, body.reason, request),
  register: ({ params, body }, request) => registerForLecture(deps, params.id, body.residentId, request),
});
