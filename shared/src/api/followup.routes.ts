import { z } from 'zod';
import {
  endReasons,
  FOLLOW_UP_WORDS_MAX,
  MAX_MEDICINES,
  programmeCodes,
  visitWays,
  type EndReason,
  type VisitWay,
} from '../domain/follow-up-visit';
import { day, id, idParams, instant, list, page, pageQuery, rev, text } from './common';
import { followupPaths } from './followup.paths';
import { defineRoutes } from './route';

const programme = z.enum(programmeCodes, { error: 'UNKNOWN' });
const kind = z.enum(['managed', 'highRisk'], { error: 'UNKNOWN' });
const way = z.enum(Object.keys(visitWays) as [VisitWay, ...VisitWay[]], { error: 'UNKNOWN' });
const endReason = z.enum(Object.keys(endReasons) as [EndReason, ...EndReason[]], { error: 'UNKNOWN' });
const words = text(FOLLOW_UP_WORDS_MAX);
/** A code of a table, such as a field or a class. */
const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, { error: 'UNKNOWN' });

/** What was entered in a form, by the field's code; the programme's own form says what may stand there. */
const values = z.record(
  code,
  z.union([z.number(), z.boolean(), text(500), z.array(text(60)).max(20, { error: 'TOO_MANY' })], { error: 'TYPE' }),
);

const medicine = z.object({
  name: text(40),
  /** How much at a time. */
  dose: text(20),
  /** How often. */
  often: text(20),
});

/** One programme's part of a visit as staff send it. */
const formBody = z.object({
  programme,
  values,
  /** Another class than the table's; only of doctors, with the reason. */
  class: code.optional(),
  reason: words.optional(),
  /** The day that the class allows at the latest unless given. */
  nextDay: day.optional(),
});

const visitBody = {
  forms: z.array(formBody).min(1, { error: 'EMPTY' }).max(programmeCodes.length, { error: 'TOO_MANY' }),
  medicines: z.array(medicine).max(MAX_MEDICINES, { error: 'TOO_MANY' }).default([]),
};

/** One programme's part of a visit. */
const part = z.object({
  programme,
  programmeName: z.string(),
  values,
  class: z.string(),
  className: z.string(),
  /** The rule, what was measured, and the class that the table gave, in words. */
  sentence: z.string(),
  /** Why the doctor chose another class. */
  reason: z.string().nullable(),
  /** What staff do. */
  action: z.string(),
  /** What the person hears. */
  advice: z.string(),
  urgent: z.boolean(),
  nextDay: day,
  /** Whether the control target was kept; null when it was not measured. */
  controlled: z.boolean().nullable(),
  /** Whether a doctor confirmed the class. */
  confirmed: z.boolean(),
});

/** A follow-up visit, of one programme or of several. */
export const followUp = z.object({
  id,
  residentId: id,
  day,
  way,
  at: instant,
  byName: z.string(),
  parts: z.array(part),
  medicines: z.array(medicine),
  /** How often it was amended. */
  amended: z.number().int(),
  rev,
});

/** An earlier version of a visit. */
const version = z.object({
  at: instant,
  byName: z.string(),
  /** Why it was amended. */
  reason: z.string(),
  parts: z.array(part),
  medicines: z.array(medicine),
});

const dueStatus = z.enum(['upcoming', 'due', 'overdue', 'lost']);

/** A person in a programme. */
export const enrolment = z.object({
  id,
  residentId: id,
  programme,
  programmeName: z.string(),
  kind,
  status: z.enum(['active', 'lost', 'ended']),
  sinceDay: day,
  untilDay: day.nullable(),
  endReason: endReason.nullable(),
  doctorId: id,
  doctorName: z.string(),
  teamId: id.nullable(),
  teamName: z.string().nullable(),
  nextDueDay: day.nullable(),
  /** Null once it has ended. */
  dueStatus: dueStatus.nullable(),
  lastDay: day.nullable(),
  lastClass: z.string().nullable(),
  lastClassName: z.string().nullable(),
  /** Days on which nobody could be reached, since somebody last was. */
  failedAttempts: z.number().int(),
  /** What became of it, the oldest first. */
  history: z.array(
    z.object({
      at: instant,
      byName: z.string(),
      what: z.enum(['enrolled', 'assigned', 'lost', 'found', 'ended', 'recalled']),
      doctorName: z.string().nullable(),
    }),
  ),
  rev,
});

/** A line of a worklist. */
const dueItem = z.object({
  enrolmentId: id,
  residentId: id,
  name: z.string(),
  age: z.number().int(),
  sex: z.enum(['male', 'female']),
  programme,
  programmeName: z.string(),
  kind,
  nextDueDay: day.nullable(),
  dueStatus,
  lastDay: day.nullable(),
  lastClass: z.string().nullable(),
  lastClassName: z.string().nullable(),
  doctorName: z.string(),
  failedAttempts: z.number().int(),
  unconfirmed: z.boolean(),
  /** The programmes that one visit serves, and the earliest of their days. */
  visit: z.object({ dueDay: day, programmes: z.array(programme) }).nullable(),
  rev,
});

const count = z.number().int();

export const followupRoutes = defineRoutes({
  enrol: {
    ...followupPaths.enrol,
    summary: 'Take a person into a programme, or into the list of people at high risk',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({
      programme,
      kind: kind.default('managed'),
      /** A task that asked for it. */
      taskId: id.optional(),
      firstDueDay: day,
      /** The caller unless given. */
      doctorId: id.optional(),
      teamId: id.optional(),
      note: words.optional(),
    }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED', 'IDEMPOTENCY_MISMATCH'],
  },
  ofResident: {
    ...followupPaths.ofResident,
    summary: 'The programmes of a person and the visits in them, the newest first',
    params: idParams,
    reply: z.object({
      /** Whom it is about; the lines of the tables go by the age. */
      person: z.object({ name: z.string(), birthDay: day, sex: z.enum(['male', 'female']) }),
      enrolments: z.array(enrolment),
      visits: z.array(followUp),
    }),
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'PROXY_SCOPE_MISSING'],
  },
  create: {
    ...followupPaths.create,
    summary: 'Keep a follow-up visit of one programme or of several; referrals become tasks',
    idempotent: true,
    status: 201,
    params: idParams,
    body: z.object({ day, way, ...visitBody }),
    reply: followUp,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED', 'IDEMPOTENCY_MISMATCH'],
  },
  due: {
    ...followupPaths.due,
    summary: 'Whom to follow up: own people, those of the own teams, or everybody, the first due first',
    query: z.object({
      ...pageQuery,
      scope: z.enum(['mine', 'team', 'house'], { error: 'UNKNOWN' }).default('mine'),
      status: z.enum(['upcoming', 'due', 'overdue', 'lost', 'unconfirmed'], { error: 'UNKNOWN' }).default('overdue'),
      kind: kind.default('managed'),
      programme: programme.optional(),
      class: code.optional(),
      communityId: id.optional(),
      teamId: id.optional(),
    }),
    reply: page(dueItem).extend({
      counts: z.object({ upcoming: count, due: count, overdue: count, lost: count, unconfirmed: count }),
    }),
  },
  figures: {
    ...followupPaths.figures,
    summary: 'People in care, cared for to the standard and controlled in a year, by programme',
    query: z.object({ year: z.coerce.number().int().min(2000).max(2199) }),
    reply: list(
      z.object({
        programme,
        programmeName: z.string(),
        managed: count,
        standard: count,
        controlled: count,
        visits: count,
        /** How each of them is counted. */
        formulas: z.object({ managed: z.string(), standard: z.string(), controlled: z.string() }),
      }),
    ),
  },
  amend: {
    ...followupPaths.amend,
    summary: 'Amend a visit or confirm its classes; what stood before stays',
    params: idParams,
    body: z.object({ rev, why: words, ...visitBody }),
    reply: followUp,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  versions: {
    ...followupPaths.versions,
    summary: 'What stood in a visit before it was amended, the newest first',
    params: idParams,
    reply: list(version),
    errors: ['NOT_FOUND', 'ACCESS_LIMITED', 'PROXY_SCOPE_MISSING'],
  },
  assign: {
    ...followupPaths.assign,
    summary: 'Give a person of a programme to another doctor',
    params: idParams,
    body: z.object({ rev, doctorId: id, teamId: id.optional() }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  lost: {
    ...followupPaths.lost,
    summary: 'Note that somebody is lost to follow-up, or found again with the day of the next visit',
    params: idParams,
    body: z
      .object({ rev, lost: z.boolean(), nextDueDay: day.optional() })
      .refine((body) => body.lost || body.nextDueDay !== undefined, { error: 'EMPTY', path: ['nextDueDay'] }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  end: {
    ...followupPaths.end,
    summary: 'End the care in a programme, with the reason',
    params: idParams,
    body: z
      .object({ rev, reason: endReason, words: words.optional() })
      .refine((body) => body.reason !== 'doctor' || body.words !== undefined, { error: 'EMPTY', path: ['words'] }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  attempt: {
    ...followupPaths.attempt,
    summary: 'Note that somebody was called and not reached; on the third day they count as lost',
    params: idParams,
    body: z.object({ rev, reached: z.boolean() }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  recall: {
    ...followupPaths.recall,
    summary: 'Note that somebody at high risk was measured again; the next time follows from the table',
    params: idParams,
    body: z.object({ rev, day }),
    reply: enrolment,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
});

export type FollowupRoutes = typeof followupRoutes;
export type FollowUp = z.output<typeof followUp>;
export type FollowUpPart = z.output<typeof part>;
export type Enrolment = z.output<typeof enrolment>;
export type DueItem = z.output<typeof dueItem>;
export type Medicine = z.output<typeof medicine>;
