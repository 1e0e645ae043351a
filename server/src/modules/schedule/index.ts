import type { Module } from '../../platform/module';
import { scheduleJobs } from './schedule.jobs';
import { buildScheduleHandlers } from './schedule.router';

export { calendarOf } from './calendar.service';
export { publishSchedule } from './schedule.jobs';
export { createTemplates } from './template.service';

/** Weekly templates, the calendar of closed and working days, and the sessions that are made of both. */
export const scheduleModule: Module = { feature: 'schedule', handlers: buildScheduleHandlers, jobs: scheduleJobs };
