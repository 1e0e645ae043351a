import { z } from 'zod';
import { noticeKinds, type NoticeKind } from '@linkang/shared/api/notice-kinds';
import { noticeMoment } from '@linkang/shared/api/notice.routes';
import { time } from '@linkang/shared/api/common';
import { bookingRules, packagesSettings, uniqueList } from '@linkang/shared/api/settings';
import { isDay } from '@linkang/shared/domain/clinic-day';
import { staffRoles } from '@linkang/shared/domain/staff-roles';

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: '不能为空' })
    .max(max, { error: `最多 ${max} 个字` });
const clinicDay = z.string().refine(isDay, { error: '要写成真实的日期 YYYY-MM-DD' });
const version = z.string().regex(/^[A-Za-z0-9.-]{1,24}$/, { error: '版本号只用字母、数字、点和短横，最多 24 个' });
const textFile = z.string().regex(/^texts\/[a-z0-9-]+\.html$/, { error: '要写成 texts/文件名.html' });

/** booking.json: the rules, and how much booking traffic one process takes. */
export const bookingSchema = bookingRules.extend({
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
    protectedServices: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, { error: '编码只用小写字母、数字和短横' })),
  }),
});

/** contract.json */
export const contractSchema = z.strictObject({
  agreement: z.strictObject({ version, title: text(40), file: textFile }),
  rules: z.strictObject({
    /** Days around the last day in which a contract can be renewed. */
    renewDaysBefore: z.number().int().min(1).max(180),
    renewDaysAfter: z.number().int().min(0).max(180),
    /** How often somebody may change the team in a calendar year. */
    transfersPerYear: z.number().int().min(0).max(12),
    /** Days before the last day on which people are reminded. */
    remindDaysBefore: z.array(z.number().int().min(1).max(180)).max(6),
    /** How far ahead an approved contract may begin. */
    latestStartDays: z.number().int().min(0).max(366),
    /** Whoever brings in a paper does not approve it as well. */
    onSiteFourEyes: z.boolean(),
  }),
  packages: packagesSettings,
});

const CONSENT_PURPOSES = ['service', 'sensitive', 'guardian'] as const;

/** consents.json */
export const consentsSchema = uniqueList(
  z.strictObject({
    purpose: z.enum(CONSENT_PURPOSES),
    version,
    title: text(40),
    file: textFile,
    /** All are needed before a profile may be kept, the last one of a child's, so none can be switched off. */
    required: z.literal(true),
  }),
  (consent) => consent.purpose,
).refine((consents) => CONSENT_PURPOSES.every((purpose) => consents.some((consent) => consent.purpose === purpose)), {
  error: 'service 和 sensitive，还有给孩子用的 guardian，三份同意书缺一不可',
  when: (payload) =>
    Array.isArray(payload.value) && payload.value.every((row) => typeof row === 'object' && row !== null),
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

/** What a field of a message to WeChat can carry. Never a diagnosis, never a name. */
const noticeField = z.enum(['service', 'when', 'at', 'place', 'number', 'state', 'reason', 'tip']);
const noticeKind = z.enum(Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]]);

const noticeTemplateSchema = z.strictObject({
  /** Our own name of it. */
  group: z.string().regex(/^[a-z]{1,32}$/, { error: '只用小写字母' }),
  /** As the WeChat console shows it; null: these messages stand in the list only. */
  templateId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/, { error: '从公众平台复制模板ID，或写 null' })
    .nullable(),
  kinds: z.array(noticeKind).min(1),
  /** When the phone asks for permission. */
  moments: z.array(noticeMoment),
  fields: z.record(
    z.string().regex(/^(thing|phrase|time|date|character_string|number)\d{1,2}$/, { error: '不认识这种字段' }),
    noticeField,
  ),
});

/** notices.json */
export const noticesSchema = z
  .strictObject({
    /** In the night nothing is sent that the centre says unasked; null: it is sent at any hour. */
    quietHours: z.strictObject({ from: time, until: time }).nullable(),
    templates: uniqueList(noticeTemplateSchema, (row) => row.group),
  })
  .refine(
    ({ templates }) =>
      new Set(templates.flatMap((row) => row.kinds)).size === templates.flatMap((row) => row.kinds).length,
    {
      error: '一种消息只能用一个模板',
      path: ['templates'],
    },
  )
  .refine(
    ({ templates }) =>
      noticeMoment.options.every((moment) => templates.filter((row) => row.moments.includes(moment)).length <= 3),
    { error: '微信一次最多询问三个模板', path: ['templates'] },
  );

/** measurement.json: who answers to what people measure at home. */
export const measurementSchema = z.strictObject({
  alert: z.strictObject({
    /** Minutes after which an urgent reading goes to the others, too. */
    escalateMinutes: z.number().int().min(5).max(240),
    escalateTo: z.array(z.enum(staffRoles)).min(1),
    /** Days within which somebody looks at what is not urgent. */
    listDays: z.number().int().min(1).max(30),
  }),
});

/** Kinds of data that the centre keeps of a person. */
const RETENTION_KEYS = [
  'account',
  'contact',
  'preferences',
  'notices',
  'identity',
  'consents',
  'proxies',
  'contracts',
  'visits',
  'accesses',
] as const;

const retentionRow = z
  .strictObject({
    key: z.enum(RETENTION_KEYS),
    title: text(40),
    /** `erase` at once; `lock`: out of everybody's sight, erased when the years are over. */
    onClosing: z.enum(['erase', 'lock']),
    /** Years after the closing. */
    keepYears: z.number().int().min(1).max(50).optional(),
    /** The law, or the centre's own rule. */
    basis: text(120),
  })
  .refine((row) => (row.onClosing === 'lock') === (row.keepYears !== undefined), {
    error: '锁定的要写保留几年（keepYears），立即删除的不写',
    path: ['keepYears'],
  });

/** Kinds of data whose time runs out by itself, whether or not the account is closed. */
const TIMED_KEYS = ['appointments', 'visits', 'messages', 'calls', 'cards', 'claims', 'accesses', 'exports'] as const;

/** The shortest time that the law or the centre's own proofs allow, in months. */
const LEAST_MONTHS: Partial<Record<(typeof TIMED_KEYS)[number], number>> = { visits: 180, accesses: 6, exports: 6 };

const timedRow = z
  .strictObject({
    key: z.enum(TIMED_KEYS),
    title: text(40),
    /** `anonymise`: the row stays for the figures, without whose it was. */
    how: z.enum(['remove', 'anonymise']),
    keepMonths: z.number().int().min(1).max(600),
    /** The law, or the centre's own rule. */
    basis: text(120),
  })
  .refine((row) => row.keepMonths >= (LEAST_MONTHS[row.key] ?? 1), {
    error: '比法规要求的最短期限还短',
    path: ['keepMonths'],
  });

/** retention.json: how long what is kept, and why. */
export const retentionSchema = z.strictObject({
  audit: z.strictObject({ keepYears: z.number().int().min(3).max(30), basis: text(120) }),
  closing: z.strictObject({ graceDays: z.number().int().min(1).max(15), basis: text(120) }),
  /** Rows of files that one person gets in a day without a second one, and how long a file stays. */
  export: z.strictObject({
    rowsAlone: z.number().int().min(0).max(1000),
    fileHours: z.number().int().min(1).max(72),
    basis: text(120),
  }),
  timed: uniqueList(timedRow, (row) => row.key).refine(
    (rows) => TIMED_KEYS.every((key) => rows.some((row) => row.key === key)),
    { error: `每一种到期清理的信息都要有一行：${TIMED_KEYS.join('、')}` },
  ),
  rows: uniqueList(retentionRow, (row) => row.key)
    .refine((rows) => RETENTION_KEYS.every((key) => rows.some((row) => row.key === key)), {
      error: `每一种信息都要有一行：${RETENTION_KEYS.join('、')}`,
    })
    .refine(
      (rows) =>
        (rows.find((row) => row.key === 'identity')?.keepYears ?? 0) >=
        Math.max(...rows.map((row) => row.keepYears ?? 0)),
      { error: '身份信息（identity）要保留到其他锁定的信息都到期' },
    ),
});

/** A kind of data whose time runs out by itself. */
export type TimedKey = (typeof TIMED_KEYS)[number];
/** Who answers to what people measure at home. */
export type MeasurementSettings = z.output<typeof measurementSchema>;
/** How long what is kept. */
export type RetentionSettings = z.output<typeof retentionSchema>;
/** A kind of data that the centre keeps of a person. */
export type RetentionKey = (typeof RETENTION_KEYS)[number];
/** When seats are released and how much booking traffic one process takes. */
export type BookingSettings = z.output<typeof bookingSchema>;
/** Closed days and exchanged working days by calendar year. */
export type HolidaySettings = z.output<typeof holidaysSchema>;
/** What a consent is for. */
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];
/** The templates of messages to WeChat. */
export type NoticeSettings = z.output<typeof noticesSchema>;
/** One template: for which messages, and what its fields carry. */
export type NoticeTemplate = NoticeSettings['templates'][number];
