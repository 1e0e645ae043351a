import { scheduleRoutes, type ScheduleRoutes, type Template } from '@linkang/shared/api/schedule.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { FieldFault } from '@linkang/shared/errors';
import dayjs, { type Dayjs } from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';
import { todayDay } from '../../components/words';

/** What the API takes. */
export type TemplateBody = CallInput<ScheduleRoutes['createTemplate']>['body'];

/** What the form holds. */
export interface TemplateValues {
  serviceCode?: string;
  weekday?: number;
  weeks: Template['weeks'];
  startTime?: string;
  endTime?: string;
  capacity?: number | null;
  doctorId?: string | null;
  hospital?: string;
  roomId?: string | null;
  place?: string;
  teamId?: string | null;
  communityId?: string | null;
  quotas: 'none' | 'split';
  online?: number | null;
  desk?: number | null;
  elder?: number | null;
  validFromDay?: Dayjs | null;
  validToDay?: Dayjs | null;
  note?: string;
  active: boolean;
}

/** Fields of the form for paths of the body that have another name there. */
export const fieldOfPath: Readonly<Record<string, string>> = {
  'visiting.hospital': 'hospital',
  'quotas.online': 'online',
  'quotas.desk': 'desk',
  'quotas.elder': 'elder',
};

/** What the form begins with: a template's content, or an empty one that holds from today. */
export function valuesOf(template: Template | null): TemplateValues {
  if (!template) return { weeks: 'every', quotas: 'none', validFromDay: dayjs(todayDay()), active: true };
  const { quotas, visiting, validFromDay, validToDay, ...rest } = template;
  return {
    ...rest,
    ...(quotas ? { quotas: 'split', ...quotas } : { quotas: 'none' }),
    ...(visiting ? { hospital: visiting.hospital } : {}),
    validFromDay: dayjs(validFromDay),
    validToDay: validToDay === null ? null : dayjs(validToDay),
  };
}

const dayOfField = (day: Dayjs | null | undefined): string => day?.format('YYYY-MM-DD') ?? '';

/** The body that the form's values stand for. */
const buildBody = (values: TemplateValues): unknown => ({
  serviceCode: values.serviceCode ?? '',
  weekday: values.weekday ?? 0,
  weeks: values.weeks,
  startTime: values.startTime ?? '',
  endTime: values.endTime ?? '',
  capacity: values.capacity ?? 0,
  place: values.roomId ? null : (values.place ?? ''),
  roomId: values.roomId ?? null,
  doctorId: values.doctorId ?? null,
  teamId: values.teamId ?? null,
  communityId: values.communityId ?? null,
  quotas:
    values.quotas === 'split' ? { online: values.online ?? 0, desk: values.desk ?? 0, elder: values.elder ?? 0 } : null,
  validFromDay: dayOfField(values.validFromDay),
  validToDay: values.validToDay ? dayOfField(values.validToDay) : null,
  note: values.note?.trim() ?? '',
  visiting: values.hospital?.trim() ? { hospital: values.hospital } : null,
  active: values.active,
});

/** Checks the form by the very schema that the server uses. */
export function checkTemplate(
  values: TemplateValues,
): { body: TemplateBody; faults?: undefined } | { faults: FieldFault[] } {
  const parsed = scheduleRoutes.createTemplate.body.safeParse(buildBody(values));
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
