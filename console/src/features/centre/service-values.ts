import type { ServiceSettings } from '@linkang/shared/api/settings';
import type { FieldFault } from '@linkang/shared/errors';
import { checkServices } from './setting-check';
import { filledLines } from './setting-form';

/** A service as the form holds it: the way to cancel and the least age are each one choice. */
export interface ServiceValues {
  code: string;
  name: string;
  summary: string;
  department: string;
  channels: string[];
  enabled: boolean;
  seatTimes: 'dealt' | 'shared';
  lastBookMinutesBefore: number | null;
  cancelBy: 'minutes' | 'dayBefore';
  cancelMinutesBefore: number | null;
  cancelDayBeforeTime: string;
  hasMinAge: boolean;
  minAge: number | null;
  ageBasis: 'calendarYear' | 'exactDate';
  oncePerYear: boolean;
  preparation: string[];
}

/** What a new service begins with. */
export const emptyService: ServiceValues = {
  code: '',
  name: '',
  summary: '',
  department: '',
  channels: ['online', 'phone', 'desk'],
  enabled: true,
  seatTimes: 'dealt',
  lastBookMinutesBefore: 0,
  cancelBy: 'minutes',
  cancelMinutesBefore: 120,
  cancelDayBeforeTime: '17:00',
  hasMinAge: false,
  minAge: 65,
  ageBasis: 'exactDate',
  oncePerYear: false,
  preparation: [],
};

/** The form's values of a service. */
export const valuesOfService = (service: ServiceSettings): ServiceValues => ({
  ...service,
  department: service.department ?? '',
  channels: [...service.channels],
  preparation: [...service.preparation],
  cancelBy: service.cancelMinutesBefore === null ? 'dayBefore' : 'minutes',
  cancelMinutesBefore: service.cancelMinutesBefore ?? emptyService.cancelMinutesBefore,
  cancelDayBeforeTime: service.cancelDayBeforeTime ?? emptyService.cancelDayBeforeTime,
  hasMinAge: service.minAge !== null,
  minAge: service.minAge ?? emptyService.minAge,
  ageBasis: service.ageBasis ?? emptyService.ageBasis,
});

const rowOf = (values: ServiceValues): unknown => ({
  code: values.code.trim(),
  name: values.name,
  summary: values.summary,
  department: values.department.trim() || null,
  channels: values.channels,
  enabled: values.enabled,
  seatTimes: values.seatTimes,
  lastBookMinutesBefore: values.lastBookMinutesBefore,
  cancelMinutesBefore: values.cancelBy === 'minutes' ? values.cancelMinutesBefore : null,
  cancelDayBeforeTime: values.cancelBy === 'dayBefore' ? values.cancelDayBeforeTime : null,
  minAge: values.hasMinAge ? values.minAge : null,
  ageBasis: values.hasMinAge ? values.ageBasis : null,
  oncePerYear: values.oncePerYear,
  preparation: filledLines(values.preparation),
});

/** Checks one service by the server's schema, also against the codes that are taken. */
export function checkService(
  values: ServiceValues,
  takenCodes: readonly string[],
): { body: ServiceSettings; faults?: undefined } | { faults: FieldFault[] } {
  const checked = checkServices(0, [rowOf(values)]);
  if (checked.faults)
    return { faults: checked.faults.map((fault) => ({ ...fault, path: fault.path.replace(/^services\.0\./, '') })) };
  const [body] = checked.body.services;
  if (!body || takenCodes.includes(body.code)) return { faults: [{ path: 'code', code: 'REPEATED', message: '' }] };
  return { body };
}

/** The list with one service put in its place, or at the end. */
export const withService = (services: readonly ServiceSettings[], service: ServiceSettings): ServiceSettings[] =>
  services.some(({ code }) => code === service.code)
    ? services.map((row) => (row.code === service.code ? service : row))
    : [...services, service];
