import { z } from 'zod';
import { MAX_HOURS_BEFORE } from '../domain/reminder-rules';
import { servicePackageTemplates } from '../domain/service-packages';
import { staffRoles } from '../domain/staff-roles';
import { id, instant, rev, text, time } from './common';

/*
 * What a centre sets up without a programmer. The files of config/ and the console's pages keep to the same schemas;
 * a fault is a code that each side puts into words.
 */

const whole = (min: number, max: number) =>
  z.number({ error: 'RANGE' }).int({ error: 'RANGE' }).min(min, { error: 'RANGE' }).max(max, { error: 'RANGE' });
/** Minutes up to a week. */
const minutes = whole(0, 10_080);
const degrees = (max: number) =>
  z.number({ error: 'RANGE' }).min(-max, { error: 'RANGE' }).max(max, { error: 'RANGE' });
const phone = z
  .string()
  .trim()
  .regex(/^[0-9][0-9 -]{2,20}$/, { error: 'PHONE' });

/** Rules over several fields must speak even when another field of the same object has a fault. */
const evenWithFaults = (payload: { value: unknown }): boolean =>
  typeof payload.value === 'object' && payload.value !== null;

/** A list in which the given value of each row occurs once; also checked while rows have other faults. */
export const uniqueList = <T extends z.ZodType>(row: T, valueOf: (item: z.output<T>) => unknown, max = 100) =>
  z
    .array(row)
    .max(max, { error: 'TOO_MANY' })
    .refine(
      (items) => {
        const values = items
          .map((item) => (item === null ? undefined : valueOf(item)))
          .filter((value) => value !== undefined);
        return new Set(values).size === values.length;
      },
      { error: 'REPEATED', when: (payload) => Array.isArray(payload.value) },
    );

/** The centre itself. */
export const centreSettings = z.strictObject({
  name: text(40),
  shortName: text(12),
  address: text(80),
  /** As it is dialled and shown. */
  phone,
  /** Further numbers, each with what it is for. */
  morePhones: z
    .array(z.strictObject({ label: text(12), phone }))
    .max(8, { error: 'TOO_MANY' })
    .default([]),
  hours: text(120),
  /** What visitors should know, one sentence each. */
  notes: z.array(text(120)).max(8, { error: 'TOO_MANY' }).default([]),
  location: z.strictObject({ latitude: degrees(90), longitude: degrees(180) }),
  /** People who live here for half a year or longer, by the last count: what rates are divided by. */
  population: whole(1, 10_000_000).nullable().default(null),
  /** Twelve digits of the area, street and village, with which numbers of health records begin. */
  areaCode: z
    .string()
    .regex(/^\d{12}$/, { error: 'AREA_CODE' })
    .nullable()
    .default(null),
  /** What the house is: a station owes less health education than a centre. */
  level: z.enum(['centre', 'station'], { error: 'UNKNOWN' }).default('centre'),
});

/** When people are reminded of their visits; null: not at all. */
const reminderRules = z.strictObject({
  dayBeforeTime: time.nullable(),
  hoursBefore: whole(1, MAX_HOURS_BEFORE).nullable(),
});

/** When seats are released, when those kept for desk and elders open to everyone, and when people are reminded. */
export const bookingRules = z.strictObject({
  /** Clock time at which the online seats of a day open. */
  releaseTime: time,
  releaseDaysAhead: whole(1, 60),
  quotasOpen: z.strictObject({ dayBeforeTime: time }),
  /** In the afternoon, so that the desk can still telephone those whom no message reached. */
  reminders: reminderRules.default({ dayBeforeTime: '15:00', hoursBefore: 2 }),
});

/** Ways in which a service can be booked. */
export const bookingChannels = ['online', 'phone', 'desk'] as const;

/** Codes that sessions use for something else. */
const RESERVED_CODES = ['lecture'];

export const serviceSettings = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: 'SERVICE_CODE' })
      .refine((code) => !RESERVED_CODES.includes(code), { error: 'SERVICE_CODE' }),
    name: text(20),
    summary: text(120),
    /** The department that offers it; null where the centre has none. */
    department: text(20).nullable().default(null),
    channels: z
      .array(z.enum(bookingChannels, { error: 'CHANNEL' }))
      .min(1, { error: 'CHANNEL' })
      .max(bookingChannels.length, { error: 'CHANNEL' }),
    /** False: not offered any more; what was booked stays. */
    enabled: z.boolean().default(true),
    /** `dealt`: each seat has a time of its own within the session; `shared`: all come for the whole of it. */
    seatTimes: z.enum(['dealt', 'shared'], { error: 'TYPE' }),
    /** Minutes before its time until which a seat can be booked online. */
    lastBookMinutesBefore: minutes.default(0),
    cancelMinutesBefore: minutes.nullable(),
    cancelDayBeforeTime: time.nullable(),
    minAge: whole(1, 120).nullable(),
    /** How `minAge` is counted: within the calendar year, or full years on the day. */
    ageBasis: z.enum(['calendarYear', 'exactDate'], { error: 'AGE_BASIS' }).nullable(),
    oncePerYear: z.boolean(),
    /** What to know before coming, one sentence each. */
    preparation: z.array(text(120)).max(12, { error: 'TOO_MANY' }),
  })
  .refine((service) => (service.cancelMinutesBefore === null) !== (service.cancelDayBeforeTime === null), {
    error: 'CANCEL_RULE',
    path: ['cancelMinutesBefore'],
    when: evenWithFaults,
  })
  .refine((service) => (service.minAge === null) === (service.ageBasis === null), {
    error: 'AGE_BASIS',
    path: ['ageBasis'],
    when: evenWithFaults,
  });

export const servicesSettings = uniqueList(serviceSettings, (service) => service.code);

const templateOf = (code: string) => servicePackageTemplates.find((template) => template.code === code);

const packageSettings = z
  .strictObject({
    code: z.string().refine((code) => templateOf(code) !== undefined, { error: 'UNKNOWN' }),
    priceFen: whole(0, 10_000_000),
    enabled: z.boolean(),
    /** Whom it is for, in words. */
    forWhom: text(60),
  })
  .refine((row) => !(templateOf(row.code)?.free && row.priceFen > 0), {
    error: 'FREE_PACKAGE',
    path: ['priceFen'],
    when: evenWithFaults,
  })
  .refine((row) => row.code !== 'BASIC' || row.enabled, {
    error: 'BASIC_PACKAGE',
    path: ['enabled'],
    when: evenWithFaults,
  });

/** The service packages as this centre offers them; the basic one is always there. */
export const packagesSettings = uniqueList(packageSettings, (row) => row.code).refine(
  (rows) => rows.some((row) => row.code === 'BASIC'),
  {
    error: 'BASIC_PACKAGE',
    when: (payload) => Array.isArray(payload.value) && payload.value.every((row) => evenWithFaults({ value: row })),
  },
);

/** How staff sign in and how long what they opened stays open. */
export const securitySettings = z.strictObject({
  /** Minutes without a touch after which the console asks for the password again. */
  idleMinutes: whole(2, 240),
  /** Minutes for which an emergency opens a record. */
  emergencyMinutes: whole(5, 240),
  /** Roles that sign in with a second factor. */
  otpRoles: z
    .array(z.enum(staffRoles, { error: 'UNKNOWN' }))
    .max(staffRoles.length, { error: 'TOO_MANY' })
    .transform((roles) => [...new Set(roles)]),
});

/** No centre lets one account act for more people. */
export const MOST_PEOPLE = 12;

/** What relatives may act for; guardians' children are not counted. */
export const proxiesSettings = z.strictObject({
  /** Lowering it ends nobody's permission; new ones are refused. */
  maxPeople: whole(1, MOST_PEOPLE),
  /** Whether the desk confirms a paper consent only with a photo of it. */
  paperPhoto: z.boolean({ error: 'TYPE' }).default(false),
});

/** Who looks at articles before residents do. */
export const articlesSettings = z.strictObject({
  /** `required`: nothing is shown that a doctor has not approved; `optional`: those who write may do without. */
  review: z.enum(['required', 'optional'], { error: 'TYPE' }),
});

/** The legal texts: the agreement that is signed, the two consents, and the guardian's for a child. */
export const textKinds = ['agreement', 'service', 'sensitive', 'guardian'] as const;

/** Title and words of a legal text, with placeholders. */
export const legalTextFields = {
  title: text(40),
  html: z.string().trim().min(1, { error: 'EMPTY' }).max(60_000, { error: 'TOO_LONG' }),
};

/** Parts of the set-up whose changes can be looked up. */
export const settingParts = ['centre', 'services', 'booking', 'packages', 'security', 'proxies', 'articles'] as const;

/** A part of the set-up as it stands. */
export const settingState = {
  rev,
  /** Null while it still comes from the files. */
  updatedAt: instant.nullable(),
  updatedByName: z.string().nullable(),
};

/** One change of a part. */
export const settingChange = z.object({
  id,
  rev,
  at: instant,
  byName: z.string(),
  /** The values before and after. */
  before: z.unknown(),
  after: z.unknown(),
});

/** The centre itself: name, address, phones, hours. */
export type CentreSettings = z.output<typeof centreSettings>;
/** When seats are released and people are reminded. */
export type BookingRules = z.output<typeof bookingRules>;
/** How staff sign in. */
export type SecuritySettings = z.output<typeof securitySettings>;
/** For how many people relatives may act. */
export type ProxiesSettings = z.output<typeof proxiesSettings>;
/** Who looks at articles before residents do. */
export type ArticlesSettings = z.output<typeof articlesSettings>;
/** A service that can be booked, with its rules. */
export type ServiceSettings = z.output<typeof serviceSettings>;
/** A service package as this centre offers it. */
export type PackageRow = z.output<typeof packageSettings>;
export type TextKind = (typeof textKinds)[number];
export type SettingPart = (typeof settingParts)[number];
export type SettingChange = z.output<typeof settingChange>;
