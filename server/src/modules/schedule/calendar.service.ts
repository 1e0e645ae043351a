import type { CalendarEntry, ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { isDay } from '@linkang/shared/domain/clinic-day';
import { calendarId, mergeCalendars, type CalendarDay } from '@linkang/shared/domain/schedule';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { findDaySessions, findService } from '../session';
import {
  createCalendarRowOnce,
  putCalendarRows,
  readCalendar,
  readCalendarRow,
  readCalendarRows,
  removeCalendarRow,
  updateCalendarRow,
} from './calendar.model';
import { readCalendarFile, type CalendarLine } from './calendar.file';
import { presentCalendarDay } from './schedule.presenter';

/** The national days of a range, as the configuration has them. */
function nationalDays(deps: Deps, fromDay: string, toDay: string): CalendarDay[] {
  return Object.values(deps.config.holidays.years)
    .flatMap(({ closedDays, workingDays }) => [
      ...closedDays.map((row) => ({ ...row, kind: 'closed' as const })),
      ...workingDays.map((row) => ({ ...row, kind: 'working' as const })),
    ])
    .filter(({ day }) => fromDay <= day && day <= toDay)
    .map((row) => ({ ...row, serviceCode: null, weekday: null }));
}

/** What holds on the days of a range, in order. */
export async function calendarOf(deps: Deps, fromDay: string, toDay: string): Promise<CalendarDay[]> {
  const lines = mergeCalendars(nationalDays(deps, fromDay, toDay), await readCalendar(fromDay, toDay));
  return lines.sort((a, b) => calendarId(a).localeCompare(calendarId(b), 'en'));
}

/** Closed and working days of a year, with where the national ones come from. */
export async function listDays(deps: Deps, year: number): Promise<Reply<ScheduleRoutes['days']>> {
  const lines = await calendarOf(deps, `${year}-01-01`, `${year}-12-31`);
  const national = deps.config.holidays.years[String(year)];
  return {
    items: lines.map((line) => presentCalendarDay(deps, line)),
    national: national
      ? { source: national.source, confidence: national.confidence, note: national.note ?? null }
      : null,
  };
}

/** Adds a line to the centre's calendar. @throws DAY_TAKEN, VALIDATION_FAILED for a service that does not exist */
export async function addDay(
  deps: Deps,
  body: Input<ScheduleRoutes['createDay']>['body'],
  { idempotency, now }: IdempotentRequestInfo,
): Promise<CalendarEntry> {
  const row = await createCalendarRowOnce(idempotency, now, () => {
    if (body.serviceCode !== null && !findService(deps, body.serviceCode))
      throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.serviceCode', 'UNKNOWN')] });
    return Promise.resolve({ _id: calendarId(body), ...body, rev: 0 });
  });
  return presentCalendarDay(deps, row);
}

/** Changes a line. @throws NOT_FOUND, STATE_CONFLICT, VALIDATION_FAILED for a service that would be more than closed */
export async function changeDay(
  deps: Deps,
  id: string,
  { rev, ...changes }: Input<ScheduleRoutes['updateDay']>['body'],
): Promise<CalendarEntry> {
  const line = await readCalendarRow(id);
  if (!line) throw new AppError('NOT_FOUND');
  if (line.serviceCode !== null && changes.kind !== 'closed')
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.kind', 'ONLY_CLOSED')] });
  const row = await updateCalendarRow(id, rev, changes);
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentCalendarDay(deps, row);
}

/** Removes a line. @throws NOT_FOUND, STATE_CONFLICT */
export async function removeDay(id: string, rev: number): Promise<void> {
  if (!(await readCalendarRow(id))) throw new AppError('NOT_FOUND');
  if (!(await removeCalendarRow(id, rev))) throw new AppError('STATE_CONFLICT');
}

/** Sessions that exist on a day, or those of one service, with how many have a seat. @throws NOT_FOUND */
export async function listDaySessions(
  deps: Deps,
  id: string,
  now: Date,
): Promise<Reply<ScheduleRoutes['daySessions']>> {
  const [day = '', serviceCode] = id.split(':');
  if (!isDay(day) || (serviceCode !== undefined && !findService(deps, serviceCode))) throw new AppError('NOT_FOUND');
  return { items: await findDaySessions(deps, day, now, serviceCode) };
}

const isSame = (one: CalendarDay, other: CalendarDay): boolean =>
  one.kind === other.kind && one.name === other.name && one.weekday === other.weekday;

async function outcomesOf(lines: readonly CalendarLine[]): Promise<Reply<ScheduleRoutes['importDays']>['rows']> {
  const ids = lines.flatMap(({ entry }) => (entry ? [calendarId(entry)] : []));
  const known = new Map((await readCalendarRows(ids)).map((row) => [row._id, row]));
  return lines.map(({ entry, ...shown }) => {
    const before = entry && known.get(calendarId(entry));
    const outcome = !entry ? 'faulty' : !before ? 'new' : isSame(before, entry) ? 'same' : 'changed';
    return { ...shown, outcome };
  });
}

/**
 * Takes over a list of days, or only says what would change.
 * @throws VALIDATION_FAILED for a list that cannot be read, or that has a fault anywhere, before anything is stored
 */
export async function importDays(
  deps: Deps,
  { text, dryRun }: Input<ScheduleRoutes['importDays']>['body'],
): Promise<Reply<ScheduleRoutes['importDays']>> {
  const lines = readCalendarFile(text, deps.config.services);
  const rows = await outcomesOf(lines);
  if (dryRun) return { rows };
  const faulty = rows.filter(({ outcome }) => outcome === 'faulty');
  if (faulty.length)
    throw new AppError('VALIDATION_FAILED', {
      fields: faulty.map(({ line, faults }) => fieldFault(`body.text.${line}`, 'ROW', faults.join('；'))),
      detail: `有 ${faulty.length} 行填写有误，请先改好再导入。`,
    });
  const changed = lines.filter((_, index) => rows[index]?.outcome !== 'same');
  await putCalendarRows(changed.flatMap(({ entry }) => (entry ? [{ _id: calendarId(entry), ...entry }] : [])));
  return { rows };
}
