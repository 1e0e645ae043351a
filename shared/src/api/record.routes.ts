import { z } from 'zod';
import { RECORD_WORDS_MAX, type ClosingReason, type EntryKind, type RecordTag } from '../domain/record-form';
import { recordForm } from '../domain/tables/record-form';
import { day, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { recordPaths } from './record.paths';
import { defineRoutes } from './route';

const codes = <T extends string>(rows: readonly T[]) =>
  z.enum(rows as unknown as readonly [T, ...T[]], { error: 'UNKNOWN' });

/** Parts of a record. */
export const entryKind = codes<EntryKind>(recordForm.sections.map((section) => section.kind));
/** Groups that staff mark by hand. */
export const recordTag = codes<RecordTag>(recordForm.tags.map((tag) => tag.code));
const closingReason = codes<ClosingReason>(recordForm.closings.map((closing) => closing.code));

const words = z.union([z.literal(''), text(RECORD_WORDS_MAX)]).default('');
const tags = z
  .array(recordTag)
  .max(recordForm.tags.length, { error: 'TOO_MANY' })
  .refine((all) => new Set(all).size === all.length, { error: 'REPEATED' });

const fieldCode = z.string().regex(/^[A-Za-z]{1,24}$/, { error: 'UNKNOWN' });
/** What fields take; the form itself says the rest (`domain/record-form`). */
const fieldValue = z.union([
  z.number(),
  z.boolean(),
  z.string().max(500, { error: 'TOO_LONG' }),
  z.array(z.string().max(100, { error: 'TOO_LONG' })).max(40, { error: 'TOO_MANY' }),
]);
const sheet = z.record(fieldCode, fieldValue);

/** What one version says: a sheet of fields, or rows. */
export const entryContent = z.object({
  values: sheet.default({}),
  rows: z.array(sheet).max(30, { error: 'TOO_MANY' }).default([]),
});

/** Who signed a version, and when. */
const signed = z.object({
  by: z.string(),
  at: instant,
  /** Whether it is still what was signed. */
  intact: z.boolean(),
});

/** One part of a record as it stands. */
export const recordEntry = entryContent.extend({
  kind: entryKind,
  /** Number of the version; the next one is written against it. */
  rev,
  signed,
  /** Two records became one and said different things here: somebody should look. */
  review: z.boolean(),
});

/** One version of a part, and what is not as in the one before. */
export const recordVersion = entryContent.extend({
  rev,
  signed,
  /** Number of the record in which it was written, where that is another one. */
  fromRecord: z.string().nullable(),
  changed: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
});

/** A person's health record. */
export const healthRecord = z.object({
  residentId: id,
  number: z.string(),
  status: z.enum(['open', 'closed']),
  closing: z.object({ reason: closingReason, day }).nullable(),
  /** Closings and reopenings, the newest first. */
  states: z.array(
    z.object({
      what: z.enum(['closed', 'reopened']),
      reason: closingReason.nullable(),
      day,
      words: z.string(),
      by: z.string(),
      at: instant,
    }),
  ),
  /** Whether it was made here, and not on paper before. */
  electronic: z.boolean(),
  openedDay: day,
  teamId: id.nullable(),
  teamName: z.string(),
  doctorId: id.nullable(),
  doctorName: z.string(),
  tags: z.array(recordTag),
  /** The last day on which something was written or done. */
  lastServedDay: day.nullable(),
  entries: z.array(recordEntry),
  /** Parts that the caller may see and change. */
  kinds: z.array(entryKind),
  rev,
});

const recordReply = z.object({ record: healthRecord });

/** Who answers for a record. */
const keepers = { teamId: id.nullable(), doctorId: id.nullable() };

/** Somebody behind the same door, for staff; opening their record asks for a ground of its own. */
const householdMember = z.object({
  residentId: id,
  /** Masked for whomever the page is not about. */
  name: z.string(),
  age: z.number().int(),
  sex: z.enum(['male', 'female']),
  /** Null: there is no record yet. */
  status: z.enum(['open', 'closed']).nullable(),
  number: z.string().nullable(),
  self: z.boolean(),
});

/** One thing that was done. */
export const timelineEvent = z.object({
  id: z.string(),
  day,
  at: instant,
  title: z.string(),
  /** Who did it; empty where nobody is named. */
  by: z.string(),
});

/** A record in the list of staff. */
export const listedRecord = z.object({
  residentId: id,
  /** Masked. */
  residentName: z.string(),
  age: z.number().int(),
  number: z.string(),
  status: z.enum(['open', 'closed']),
  openedDay: day,
  lastServedDay: day.nullable(),
  tags: z.array(recordTag),
});

const entryParams = z.object({ id, kind: entryKind });
const flag = z.enum(['true', 'false'], { error: 'UNKNOWN' }).transform((value) => value === 'true');

export const recordRoutes = defineRoutes({
  create: {
    ...recordPaths.create,
    summary: 'Open a health record for a person',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({
      /** Without one it is the team of the contract that runs. */
      teamId: id.nullable().optional(),
      doctorId: id.nullable().default(null),
      openedDay: day.optional(),
      electronic: z.boolean().default(true),
      tags: tags.default([]),
    }),
    reply: recordReply,
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  get: {
    ...recordPaths.get,
    summary: "A person's health record as it stands; null before one is opened",
    params: idParams,
    reply: z.object({ record: healthRecord.nullable() }),
    errors: ['ACCESS_LIMITED', 'PROXY_SCOPE_MISSING'],
  },
  update: {
    ...recordPaths.update,
    summary: 'Change the groups of a record, who answers for it, and whether it is electronic',
    params: idParams,
    body: z.object({ rev, ...keepers, electronic: z.boolean(), tags }),
    reply: recordReply,
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  versions: {
    ...recordPaths.versions,
    summary: 'Every version of a part of a record, the newest first, with what changed',
    params: entryParams,
    reply: list(recordVersion),
    errors: ['ACCESS_LIMITED', 'PROXY_SCOPE_MISSING'],
  },
  saveEntry: {
    ...recordPaths.saveEntry,
    summary: 'Write and sign the next version of a part; earlier ones stay',
    params: entryParams,
    body: entryContent.extend({ rev }),
    reply: recordReply,
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  close: {
    ...recordPaths.close,
    summary: 'Close a record, with the reason and the day',
    params: idParams,
    body: z.object({ rev, reason: closingReason, day, words }),
    reply: recordReply,
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  reopen: {
    ...recordPaths.reopen,
    summary: 'Open a closed record again, with the reason',
    params: idParams,
    body: z.object({ rev, words: text(RECORD_WORDS_MAX) }),
    reply: recordReply,
    errors: ['ACCESS_LIMITED', 'STATE_CONFLICT'],
  },
  household: {
    ...recordPaths.household,
    summary: 'The people behind the same door, with the state of their records',
    params: idParams,
    reply: list(householdMember).extend({
      /** The address says no door, or too many live behind it. */
      unclear: z.boolean(),
    }),
    errors: ['ACCESS_LIMITED'],
  },
  timeline: {
    ...recordPaths.timeline,
    summary: 'What was done for a person, the newest first',
    params: idParams,
    query: z.object(pageQuery),
    reply: page(timelineEvent),
    errors: ['ACCESS_LIMITED', 'PROXY_SCOPE_MISSING'],
  },
  list: {
    ...recordPaths.list,
    summary: 'Records of the own teams, or of the whole house for those who answer for it',
    query: z.object({
      ...pageQuery,
      status: z.enum(['open', 'closed'], { error: 'UNKNOWN' }).default('open'),
      tag: recordTag.optional(),
      /** Only those without anything written or done this year. */
      unused: flag.optional(),
    }),
    reply: page(listedRecord),
  },
  figures: {
    ...recordPaths.figures,
    summary: 'Records opened, used and closed in a year, with the rates and how they are made',
    query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }),
    reply: z.object({
      year: z.number().int(),
      open: z.number().int(),
      opened: z.number().int(),
      closed: z.number().int(),
      electronic: z.number().int(),
      used: z.number().int(),
      byTag: z.record(z.string(), z.number().int()),
      /** People who live here; null until the centre says how many. */
      population: z.number().int().nullable(),
      /** In percent with two digits; null where there is nothing to divide by. */
      recordRate: z.number().nullable(),
      useRate: z.number().nullable(),
    }),
  },
});

export type RecordRoutes = typeof recordRoutes;
export type HealthRecord = z.output<typeof healthRecord>;
export type RecordEntry = z.output<typeof recordEntry>;
export type RecordVersion = z.output<typeof recordVersion>;
export type TimelineEvent = z.output<typeof timelineEvent>;
export type ListedRecord = z.output<typeof listedRecord>;
export type HouseholdMember = z.output<typeof householdMember>;
