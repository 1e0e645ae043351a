import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type Module } from '../../platform/module';
import { assign, endEnrolment, enrol, noteAttempt, noteRecall, setLost } from './enrolment.service';
import { readFigures } from './figures.service';
import { amend, asStaffRequest, createVisit, listOf, listVersions } from './visit.service';
import { listDue } from './worklist.service';

/** Handlers of the routes of chronic care; `all` features tell of examinations. */
export const buildFollowupHandlers = (deps: Deps, all: readonly Module[] = []): Handlers<FollowupRoutes> => ({
  enrol: ({ params, body }, request) => enrol(deps, params.id, body, asStaffRequest(request)),
  ofResident: ({ params }, request) => listOf(deps, params.id, request),
  create: ({ params, body }, request) => createVisit(deps, params.id, body, asStaffRequest(request)),
  due: ({ query }, request) => listDue(query, asStaffRequest(request)),
  figures: ({ query }, request) => readFigures(deps, all, query.year, asStaff(request.actor)),
  amend: ({ params, body }, request) => amend(deps, params.id, body, asStaffRequest(request)),
  versions: ({ params }, request) => listVersions(deps, params.id, request),
  assign: ({ params, body }, request) => assign(params.id, body, asStaffRequest(request)),
  lost: ({ params, body }, request) => setLost(params.id, body, asStaffRequest(request)),
  end: ({ params, body }, request) => endEnrolment(deps, params.id, body, asStaffRequest(request)),
  attempt: ({ params, body }, request) => noteAttempt(params.id, body, asStaffRequest(request)),
  recall: ({ params, body }, request) => noteRecall(params.id, body, asStaffRequest(request)),
});
