import { scheduleRoutes, type CalendarEntry, type ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { FieldFault } from '@linkang/shared/errors';
import dayjs, { type Dayjs } from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';

/** What the API takes. */
export type DayBody = CallInput<ScheduleRoutes['createDay']>['body'];

/** What the form holds. */
export interface DayValues {
  day?: Dayjs | null;
  kind: CalendarEntry['kind'];
  name?: string;
  serviceCode?: string | null;
  weekday?: number | null;
}

/** What the form begins with. */
export const valuesOf = (entry: CalendarEntry | null): DayValues =>
  entry ? { ...entry, day: dayjs(entry.day) } : { kind: 'closed' };

/** Checks the form by the very schema that the server uses; fields that the kind hides do not count. */
export function checkDay(values: DayValues): { body: DayBody; faults?: undefined } | { faults: FieldFault[] } {
  const parsed = scheduleRoutes.createDay.body.safeParse({
    day: values.day?.format('YYYY-MM-DD') ?? '',
    kind: values.kind,
    name: values.name ?? '',
    serviceCode: values.kind === 'closed' ? (values.serviceCode ?? null) : null,
    weekday: values.kind === 'working' ? (values.weekday ?? null) : null,
  });
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
