import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { sessionRoutes } from '@linkang/shared/api/session.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import type { FieldFault } from '@linkang/shared/errors';
import type { Dayjs } from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';

/** What the API takes. */
export type SessionBody = CallInput<SessionRoutes['create']>['body'];

/** What the form holds. */
export interface SessionFormValues {
  serviceCode?: string;
  day?: Dayjs | null;
  startTime?: string;
  endTime?: string;
  capacity?: number | null;
  place?: string;
  doctorId?: string | null;
  roomId?: string | null;
  release: 'now' | 'later';
  releaseDay?: Dayjs | null;
  releaseTime?: string;
  quotas: 'none' | 'split';
  online?: number | null;
  desk?: number | null;
  elder?: number | null;
}

/** Fields of the form for paths of the body that have another name there. */
export const fieldOfPath: Readonly<Record<string, string>> = {
  releaseAt: 'releaseDay',
  quotas: 'quotas',
  'quotas.online': 'online',
  'quotas.desk': 'desk',
  'quotas.elder': 'elder',
};

const dayOfField = (day: Dayjs | null | undefined): string => day?.format('YYYY-MM-DD') ?? '';

const releaseInstant = (values: SessionFormValues): string =>
  values.releaseDay && values.releaseTime
    ? instantOf(dayOfField(values.releaseDay), values.releaseTime).toISOString()
    : '';

/** The body that the form's values stand for. */
const buildBody = (values: SessionFormValues): unknown => ({
  serviceCode: values.serviceCode ?? '',
  day: dayOfField(values.day),
  startTime: values.startTime ?? '',
  endTime: values.endTime ?? '',
  capacity: values.capacity ?? 0,
  ...(values.roomId ? { roomId: values.roomId } : { place: values.place ?? '' }),
  ...(values.doctorId ? { doctorId: values.doctorId } : {}),
  ...(values.release === 'later' ? { releaseAt: releaseInstant(values) } : {}),
  ...(values.quotas === 'split'
    ? { quotas: { online: values.online ?? 0, desk: values.desk ?? 0, elder: values.elder ?? 0 } }
    : {}),
});

/** Checks the form by the very schema that the server uses. */
export function checkSession(
  values: SessionFormValues,
): { body: SessionBody; faults?: undefined } | { faults: FieldFault[] } {
  const parsed = sessionRoutes.create.body.safeParse(buildBody(values));
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
