import type { CalendarEntry, Template } from '@linkang/shared/api/schedule.routes';
import { calendarId, type CalendarDay } from '@linkang/shared/domain/schedule';
import type { Deps } from '../../platform/deps';
import { serviceName } from '../session';
import type { CalendarRow } from './calendar.model';
import type { TemplateRow } from './template.model';

/** Names of what templates mention, by id. */
export interface TemplateNames {
  doctors: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
  communities: ReadonlyMap<string, string>;
  lastDays: ReadonlyMap<string, string>;
}

const nameOf = (names: ReadonlyMap<string, string>, id: string | null): string | null =>
  id === null ? null : (names.get(id) ?? null);

/** A template with the names of what it mentions. */
export function presentTemplate(deps: Deps, row: TemplateRow, names: TemplateNames): Template {
  const { _id, idem: _idem, bodyHash: _bodyHash, idemAt: _idemAt, ...content } = row;
  return {
    id: _id,
    ...content,
    serviceName: serviceName(deps, row.serviceCode),
    doctorName: nameOf(names.doctors, row.doctorId),
    teamName: nameOf(names.teams, row.teamId),
    communityName: nameOf(names.communities, row.communityId),
    madeToDay: names.lastDays.get(_id) ?? null,
  };
}

/** A line of the calendar; those without a revision are the nation's. */
export function presentCalendarDay(deps: Deps, line: CalendarDay & Partial<Pick<CalendarRow, 'rev'>>): CalendarEntry {
  const { day, kind, name, weekday, serviceCode } = line;
  return {
    id: calendarId(line),
    day,
    kind,
    name,
    weekday,
    serviceCode,
    serviceName: serviceCode === null ? null : serviceName(deps, serviceCode),
    origin: line.rev === undefined ? 'national' : 'centre',
    rev: line.rev ?? 0,
  };
}
