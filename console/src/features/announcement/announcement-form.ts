import { announcementRoutes, type AnnouncementRoutes } from '@linkang/shared/api/announcement.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { FieldFault } from '@linkang/shared/errors';
import type { Dayjs } from 'dayjs';
import { faultsOfIssues } from '../../components/form-faults';

/** What the API takes. */
export type AnnouncementBody = CallInput<AnnouncementRoutes['create']>['body'];

/** What the form holds. */
export interface AnnouncementValues {
  title?: string;
  text?: string;
  fromDay?: Dayjs | null;
  toDay?: Dayjs | null;
  important?: boolean;
}

const dayOfField = (day: Dayjs | null | undefined): string => day?.format('YYYY-MM-DD') ?? '';

/** Checks the form by the very schema that the server uses. */
export function checkAnnouncement(
  values: AnnouncementValues,
): { body: AnnouncementBody; faults?: undefined } | { faults: FieldFault[] } {
  const parsed = announcementRoutes.create.body.safeParse({
    title: values.title ?? '',
    text: values.text ?? '',
    fromDay: dayOfField(values.fromDay),
    toDay: dayOfField(values.toDay),
    important: values.important ?? false,
  });
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
