import { createDoctors } from '@linkang/server/modules/doctor';
import type { CalendarEntry, PlannedRange, Template } from '@linkang/shared/api/schedule.routes';
import { bodyOf } from './answers';
import type { Caller } from './http';

/** A template that is accepted: every Monday morning of the GP. */
export const buildTemplateBody = (changes: Record<string, unknown> = {}) => ({
  serviceCode: 'gp',
  weekday: 1,
  weeks: 'every',
  startTime: '08:00',
  endTime: '10:00',
  capacity: 8,
  place: '一楼全科1诊室',
  roomId: null,
  doctorId: null,
  teamId: null,
  communityId: null,
  quotas: null,
  validFromDay: '2026-06-01',
  validToDay: null,
  note: '',
  visiting: null,
  active: true,
  ...changes,
});

/** A closed day of the whole centre that is accepted. */
export const buildDayBody = (changes: Record<string, unknown> = {}) => ({
  day: '2026-07-01',
  serviceCode: null,
  kind: 'closed',
  name: '全员培训',
  weekday: null,
  ...changes,
});

/** Adds a template. */
export const addTemplate = async (caller: Caller, changes: Record<string, unknown> = {}): Promise<Template> =>
  bodyOf(await caller.post<Template>('/schedule/templates', buildTemplateBody(changes)), 201);

/** Adds a line to the centre's calendar. */
export const addDay = async (caller: Caller, changes: Record<string, unknown> = {}): Promise<CalendarEntry> =>
  bodyOf(await caller.post<CalendarEntry>('/schedule/days', buildDayBody(changes)), 201);

/** What would be opened. */
export const preview = async (caller: Caller, fromDay: string, toDay: string): Promise<PlannedRange> =>
  bodyOf(await caller.get<PlannedRange>(`/schedule/preview?fromDay=${fromDay}&toDay=${toDay}`));

/** Opens what the templates stand for. */
export const publish = async (caller: Caller, fromDay: string, toDay: string): Promise<PlannedRange> =>
  bodyOf(await caller.post<PlannedRange>('/schedule/publish', { fromDay, toDay }));

/** Days with what becomes of the sessions, as `2026-06-08 open`. */
export const outcomesOf = ({ items }: PlannedRange): string[] => items.map(({ day, outcome }) => `${day} ${outcome}`);

/** Adds a doctor with a profile. */
export async function addDoctor(id: string): Promise<string> {
  await createDoctors([
    { id, name: '林静秋', title: '全科副主任医师', specialities: [], intro: '', teamId: null, visitingFrom: null },
  ]);
  return id;
}
