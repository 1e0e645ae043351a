import { z } from 'zod';
import { isDay } from '@linkang/shared/domain/clinic-day';
import { servicePackageTemplates } from '@linkang/shared/domain/service-packages';

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: '不能为空' })
    .max(max, { error: `最多 ${max} 个字` });
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: '要写成 HH:mm，例如 07:00' });
const clinicDay = z.string().refine(isDay, { error: '要写成真实的日期 YYYY-MM-DD' });
const version = z.string().regex(/^[A-Za-z0-9.-]{1,32}$/, { error: '版本号只用字母、数字、点和短横，最多 32 个' });
const textFile = z.string().regex(/^texts\/[a-z0-9-]+\.html$/, { error: '要写成 texts/文件名.html' });
const serviceCode = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, { error: '编码只用小写字母、数字和短横' });

/** Values that occur more than once. */
const repeated = (values: readonly unknown[]): unknown[] => [
  ...new Set(values.filter((value, index) => value !== undefined && values.indexOf(value) !== index)),
];

/** A list in which the given value of each row occurs once; also checked while rows have other faults. */
const uniqueList = <T extends z.ZodType>(row: T, valueOf: (item: z.output<T>) => unknown) => {
  const valuesOf = (items: unknown): unknown[] =>
    (items as unknown[]).map((item) => (item === null ? undefined : valueOf(item as z.output<T>)));
  return z.array(row).refine((items) => repeated(valuesOf(items)).length === 0, {
    error: (issue) => `重复：${repeated(valuesOf(issue.input)).join('、')}`,
    when: (payload) => Array.isArray(payload.value),
  });
};

/** Rules over several fields must speak even when another field of the same object has a fault. */
const evenWithFaults = (payload: { value: unknown }): boolean =>
  typeof payload.value === 'object' && payload.value !== null;

/** centre.json */
export const centreSchema = z.strictObject({
  name: text(40),
  shortName: text(12),
  address: text(80),
  /** As it is dialled and shown. */
  phone: z.string().regex(/^[0-9][0-9 -]{4,20}$/, { error: '电话只用数字、空格和短横' }),
  hours: text(120),
  location: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
});

/** booking.json */
export const bookingSchema = z.strictObject({
  /** Clock time at which the online seats of a day open. */
  releaseTime: clockTime,
  releaseDaysAhead: z.number().int().min(1).max(60),
  /** When the seats kept for the desk and for elders open to everyone. */
  quotasOpen: z.strictObject({ dayBeforeTime: clockTime }),
  /** Booking requests that one process works on at a time. */
  maxInFlight: z.number().int().min(1).max(1000),
  /** Booking requests that may wait; the next ones are told to come back. */
  maxWaiting: z.number().int().min(0).max(100_000),
  /** When online booking is paused for somebody who did not come; desk and telephone stay open. */
  noShow: z.strictObject({
    limit: z.number().int().min(1).max(20),
    withinDays: z.number().int().min(1).max(366),
    pauseDays: z.number().int().min(1).max(366),
    /** From this age on nobody is barred. */
    protectedFromAge: z.number().int().min(1).max(120),
    /** Services that never count and never are barred. */
    protectedServices: z.array(serviceCode),
  }),
});

const serviceSchema = z
  .strictObject({
    code: serviceCode,
    name: text(20),
    summary: text(120),
    onlineBooking: z.boolean(),
    /** `dealt`: each seat has a time of its own within the session; `shared`: all come for the whole of it. */
    seatTimes: z.enum(['dealt', 'shared']),
    cancelMinutesBefore: z.number().int().min(0).max(10_080).nullable(),
    cancelDayBeforeTime: clockTime.nullable(),
    minAge: z.number().int().min(1).max(120).nullable(),
    /** How `minAge` is counted: within the calendar year, or full years on the day. */
    ageBasis: z.enum(['calendarYear', 'exactDate']).nullable(),
    oncePerYear: z.boolean(),
    preparation: z.array(text(120)).max(12),
  })
  .refine((service) => (service.cancelMinutesBefore === null) !== (service.cancelDayBeforeTime === null), {
    error: 'cancelMinutesBefore 和 cancelDayBeforeTime 要填一个，另一个写 null',
    when: evenWithFaults,
  })
  .refine((service) => (service.minAge === null) === (service.ageBasis === null), {
    error: 'minAge 和 ageBasis 要么都填，要么都写 null',
    path: ['ageBasis'],
    when: evenWithFaults,
  });

/** services.json */
export const servicesSchema = uniqueList(serviceSchema, (service) => service.code);

const templateOf = (code: string) => servicePackageTemplates.find((template) => template.code === code);

const packageSchema = z
  .strictObject({
    code: z.string().refine((code) => templateOf(code) !== undefined, { error: '没有这个服务包编码' }),
    priceFen: z.number().int().min(0),
    enabled: z.boolean(),
    /** Whom it is for, in words. */
    forWhom: text(60),
  })
  .refine((row) => !(templateOf(row.code)?.free && row.priceFen > 0), {
    error: '国家规定的免费服务包不能收费，要写 0',
    path: ['priceFen'],
    when: evenWithFaults,
  })
  .refine((row) => row.code !== 'BASIC' || row.enabled, {
    error: 'BASIC 是人人都有的基础服务包，不能停用',
    path: ['enabled'],
    when: evenWithFaults,
  });

/** contract.json */
export const contractSchema = z.strictObject({
  agreement: z.strictObject({ version, title: text(40), file: textFile }),
  packages: uniqueList(packageSchema, (row) => row.code).refine((rows) => rows.some((row) => row.code === 'BASIC'), {
    error: '缺少基础服务包 BASIC',
    when: (payload) => Array.isArray(payload.value) && payload.value.every((row) => evenWithFaults({ value: row })),
  }),
});

const CONSENT_PURPOSES = ['service', 'sensitive'] as const;

/** consents.json */
export const consentsSchema = uniqueList(
  z.strictObject({
    purpose: z.enum(CONSENT_PURPOSES),
    version,
    title: text(40),
    file: textFile,
    /** Both are needed before a profile may be kept, so neither can be switched off. */
    required: z.literal(true),
  }),
  (consent) => consent.purpose,
).refine((consents) => CONSENT_PURPOSES.every((purpose) => consents.some((consent) => consent.purpose === purpose)), {
  error: 'service 和 sensitive 两份同意书缺一不可',
  when: (payload) => Array.isArray(payload.value) && payload.value.every((row) => evenWithFaults({ value: row })),
});

const namedDays = uniqueList(z.strictObject({ day: clinicDay, name: text(20) }), (row) => row.day);

const holidayYearSchema = z
  .strictObject({
    /** The notice that the days come from; null while there is none. */
    source: text(80).nullable(),
    /** `check`: somebody has to compare the days with the notice before they are relied on. */
    confidence: z.enum(['high', 'check']),
    note: text(200).optional(),
    closedDays: namedDays,
    /** Weekend days on which the centre works in exchange. */
    workingDays: namedDays,
  })
  .refine((year) => !year.closedDays.some((row) => year.workingDays.some((other) => other.day === row.day)), {
    error: '同一天不能既休息又上班',
    path: ['workingDays'],
  });

/** holidays.json */
export const holidaysSchema = z.strictObject({
  years: z
    .record(z.string().regex(/^20\d{2}$/, { error: '年份写成四位数字' }), holidayYearSchema)
    .refine(
      (years) =>
        Object.entries(years).every(([year, { closedDays, workingDays }]) =>
          [...closedDays, ...workingDays].every((row) => row.day.startsWith(`${year}-`)),
        ),
      { error: '日期要写在它自己的年份下面' },
    ),
});

/** The centre itself: name, address, phone, hours. */
export type CentreSettings = z.output<typeof centreSchema>;
/** When seats are released and how much booking traffic one process takes. */
export type BookingSettings = z.output<typeof bookingSchema>;
/** A service that can be booked, with its rules. */
export type ServiceSettings = z.output<typeof serviceSchema>;
/** Closed days and exchanged working days by calendar year. */
export type HolidaySettings = z.output<typeof holidaysSchema>;
/** What a consent is for. */
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];
