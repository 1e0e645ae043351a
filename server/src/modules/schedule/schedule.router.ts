import type { ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers } from '../../platform/module';
import { addDay, changeDay, importDays, listDays, listDaySessions, removeDay } from './calendar.service';
import { previewRange, publishAsked } from './publish.service';
import { addTemplate, changeTemplate, getTemplate, listTemplates, removeTemplate } from './template.service';

/** Handlers of the schedule's routes. */
export const buildScheduleHandlers = (deps: Deps): Handlers<ScheduleRoutes> => ({
  templates: ({ query }) => listTemplates(deps, query),
  createTemplate: ({ body }, request) => addTemplate(deps, body, request),
  getTemplate: ({ params }) => getTemplate(deps, params.id),
  updateTemplate: ({ params, body }) => changeTemplate(deps, params.id, body),
  removeTemplate: ({ params, body }) => removeTemplate(params.id, body.rev),
  days: ({ query }) => listDays(deps, query.year),
  createDay: ({ body }, request) => addDay(deps, body, request),
  importDays: ({ body }) => importDays(deps, body),
  updateDay: ({ params, body }) => changeDay(deps, params.id, body),
  removeDay: ({ params, body }) => removeDay(params.id, body.rev),
  daySessions: ({ params }, { now }) => listDaySessions(deps, params.id, now),
  preview: ({ query }, { now }) => previewRange(deps, query, now),
  publish: ({ body }, { actor, now }) => publishAsked(deps, body, asStaff(actor).accountId, now),
});
