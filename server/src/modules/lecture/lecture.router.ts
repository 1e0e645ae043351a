import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type RequestInfo } from '../../platform/module';
import { addCounted, readAttendance, withdrawEntry } from './attendance.service';
import { listHealthDays, readFigures } from './calendar.service';
import { checkIn, readCode } from './check-in.service';
import { giveFeedback, readMine } from './feedback.service';
import {
  cancelLecture,
  createLecture,
  getLecture,
  listLectures,
  publishLecture,
  registerForLecture,
  updateLecture,
} from './lecture.service';
import { finishRecord, readRecord, reopen, saveRecord } from './record.service';

const byStaff = <R extends RequestInfo>(request: R) => ({ ...request, actor: asStaff(request.actor) });

export const buildLectureHandlers = (deps: Deps): Handlers<LectureRoutes> => ({
  list: ({ query }, request) => listLectures(deps, query, request),
  get: ({ params }, request) => getLecture(deps, params.id, request),
  create: ({ body }, request) => createLecture(deps, body, request),
  update: ({ params, body }, request) => updateLecture(deps, params.id, body, request),
  publish: ({ params }, request) => publishLecture(deps, params.id, request),
  cancel: ({ params, body }, request) => cancelLecture(deps, params.id, body.reason, request),
  register: ({ params, body }, request) => registerForLecture(deps, params.id, body.residentId, request),
  checkIn: ({ params, body }, request) => checkIn(deps, params.id, body, request),
  code: ({ params }, { now }) => readCode(deps, params.id, now),
  attendance: ({ params }, request) => readAttendance(deps, params.id, byStaff(request)),
  addCounted: ({ params, body }, request) => addCounted(params.id, body, request),
  withdrawEntry: ({ params }, request) => withdrawEntry(params.id, byStaff(request)),
  mine: ({ params }, request) => readMine(params.id, request),
  feedback: ({ params, body }, request) => giveFeedback(deps, params.id, body, request),
  record: ({ params }, request) => readRecord(deps, params.id, byStaff(request)),
  saveRecord: ({ params, body }, request) => saveRecord(deps, params.id, body, byStaff(request)),
  finish: ({ params, body }, request) => finishRecord(deps, params.id, body.rev, byStaff(request)),
  reopen: ({ params, body }, request) => reopen(deps, params.id, body.rev, byStaff(request)),
  healthDays: ({ query }) => listHealthDays(query),
  figures: ({ query }) => readFigures(query),
});
