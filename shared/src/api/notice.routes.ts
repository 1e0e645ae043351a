import { z } from 'zod';
import { day, id, idParams, instant, list, page, pageQuery, rev, time } from './common';
import { noticeKinds } from './notice-kinds';
import { noticePaths } from './notice.paths';
import { defineRoutes } from './route';

/** One thing that comes next for a resident, in the order in which it comes. */
export const nextItem = z.object({
  kind: z.enum([
    'booking',
    'lecture',
    'contractPending',
    'contractRejected',
    'contractMissing',
    'physicalDue',
    'contractEnding',
    'followUpDue',
    'recheckDue',
  ]),
  /** One spoken sentence. */
  title: z.string(),
  detail: z.string(),
  day: day.nullable(),
  startTime: time.nullable(),
  /** The object that the item opens, if it has one. */
  targetId: id.nullable(),
});

type Opens = (typeof noticeKinds)[keyof typeof noticeKinds]['opens'];
const opens = [...new Set(Object.values(noticeKinds).map((row) => row.opens))] as [Opens, ...Opens[]];

/** The id of a message, made of those of its event and its account, and so longer than others. */
const noticeId = z.string().regex(/^[A-Za-z0-9:_-]{1,160}$/, { error: 'ID' });

/** A message in the list. */
export const notice = z.object({
  id: noticeId,
  title: z.string(),
  body: z.string(),
  at: instant,
  isRead: z.boolean(),
  /** The feature that it opens, and the object there. */
  opens: z.enum(opens),
  targetId: id,
  /** Whom it concerns, and the name where it is a relative whom the reader acts for. */
  residentId: id,
  residentName: z.string().optional(),
});

const unread = z.number().int();

/** How far a message is on its way to WeChat; `unknown`: perhaps sent, and never tried again. */
export const deliveryState = z.enum(['waiting', 'sent', 'failed', 'noPermission', 'unknown']);

/** A message as the staff see it who may have to telephone: what it is about, and not its words. */
export const delivery = z.object({
  id: noticeId,
  state: deliveryState,
  title: z.string(),
  at: instant,
  /** It was read in the mini-program, whatever WeChat made of it. */
  isRead: z.boolean(),
  /** The visit that it is about. */
  day: day.nullable(),
  startTime: time.nullable(),
  residentId: id,
  residentName: z.string(),
  phone: z.string().nullable(),
  /** Set where it went to a relative's phone. */
  recipientName: z.string().optional(),
});

/**
 * What somebody is telephoned about: a visit that is near, one that has another time, one that was called off, one
 * in whose place another is to be found, a seat after waiting, a new time at which there is another booking.
 */
export const callTopic = z.enum(['reminder', 'changed', 'suspended', 'offer', 'seat', 'clash']);

/** Why a message is not enough. */
export const callWhy = z.enum([
  'noAccount',
  'noPermission',
  'failed',
  'unknown',
  'notSent',
  'noSeat',
  'expired',
  'declined',
  'clash',
]);

/** How far a call is; `unreached`: tried, and to be tried again. */
export const callState = z.enum(['open', 'unreached', 'told']);

/** Somebody whom the desk telephones. */
export const call = z.object({
  id: noticeId,
  rev,
  state: callState,
  topic: callTopic,
  why: callWhy,
  /** What is to be told. */
  title: z.string(),
  body: z.string(),
  /** The visit that it is about. */
  day,
  startTime: time,
  residentId: id,
  residentName: z.string(),
  phone: z.string().nullable(),
  /** It was read in the mini-program meanwhile. */
  isRead: z.boolean(),
  /** Who ticked it last, and when. */
  tickedBy: z.string().nullable(),
  tickedAt: instant.nullable(),
});

const callCounts = z.object({ open: z.number().int(), unreached: z.number().int(), told: z.number().int() });

/** Moments at which the phone may ask for permission to send. */
export const noticeMoment = z.enum(['booking', 'contract', 'proxy', 'lecture']);

/** Templates that WeChat asks about at a time. */
export const MAX_TEMPLATES = 3;
const templateId = z.string().min(1, { error: 'EMPTY' }).max(64, { error: 'TOO_LONG' });

export const noticeRoutes = defineRoutes({
  next: {
    ...noticePaths.next,
    summary:
      'What is next for a resident: bookings, lectures, follow-ups and rechecks that are due, contract, the yearly physical',
    params: idParams,
    reply: z.object({ items: z.array(nextItem) }),
    errors: ['PROXY_SCOPE_MISSING'],
  },
  today: {
    ...noticePaths.today,
    summary: "Staff's day at a glance",
    reply: z.object({
      day,
      sessions: z.array(
        z.object({
          id,
          serviceName: z.string(),
          startTime: time,
          endTime: time,
          place: z.string(),
          doctorName: z.string().nullable(),
          capacity: z.number().int(),
          booked: z.number().int(),
          state: z.string(),
        }),
      ),
      contractsPending: z.number().int(),
      lecturesComing: z.number().int(),
      articleDrafts: z.number().int(),
      /** People whom the desk has to telephone. */
      callsToMake: z.number().int(),
      /** Emergencies that wait for the caller's review, and those of them that wait for too long. */
      emergenciesOpen: z.number().int(),
      emergenciesOverdue: z.number().int(),
      /** What has to be written anew, since WeChat refused it after it was kept. */
      contentsRefused: z.number().int(),
      /** Tasks that values gave rise to, of those that the caller looks after: urgent, due within a week, overdue. */
      tasksUrgent: z.number().int(),
      tasksDue: z.number().int(),
      tasksOverdue: z.number().int(),
      /** Of the list that opens first for the caller; like what follows, 0 for whoever may not open the list. */
      followUpsOverdue: z.number().int(),
      /** Requests to correct something that wait for an answer, and those of them that wait for too long. */
      correctionsOpen: z.number().int(),
      correctionsOverdue: z.number().int(),
      /** Articles of which a version waits for a reviewer. */
      articlesToReview: z.number().int(),
    }),
  },
  list: {
    ...noticePaths.list,
    summary: "The account's messages, newest first",
    query: z.object(pageQuery),
    reply: page(notice).extend({ unread }),
  },
  unread: {
    ...noticePaths.unread,
    summary: 'How many messages the account has not read',
    reply: z.object({ unread }),
  },
  read: {
    ...noticePaths.read,
    summary: 'Mark messages as read: those named, or all',
    body: z
      .strictObject({ ids: z.array(noticeId).min(1).max(100).optional(), all: z.literal(true).optional() })
      .refine((body) => (body.ids === undefined) !== (body.all === undefined), { error: 'IDS_OR_ALL' }),
    reply: z.object({ unread }),
  },
  templates: {
    ...noticePaths.templates,
    summary: 'The templates for which the phone asks permission at a moment; empty where nothing is sent',
    query: z.object({ moment: noticeMoment }),
    reply: list(templateId),
  },
  credits: {
    ...noticePaths.credits,
    summary: 'Tell which templates were accepted: each may be sent once more',
    body: z.object({
      templateIds: z.array(templateId).min(1, { error: 'EMPTY' }).max(MAX_TEMPLATES, { error: 'TOO_MANY' }),
    }),
  },
  deliveries: {
    ...noticePaths.deliveries,
    summary: 'What became of the messages to WeChat, newest first; each reading is written to the audit log',
    query: z.object({ state: deliveryState, ...pageQuery }),
    reply: page(delivery),
  },
  calls: {
    ...noticePaths.calls,
    summary: 'Whom the desk telephones, in order of their visits; each reading is written to the audit log',
    query: z.object({
      state: callState.default('open'),
      topic: callTopic.optional(),
      sessionId: id.optional(),
      ...pageQuery,
    }),
    reply: page(call).extend({ counts: callCounts }),
  },
  tickCall: {
    ...noticePaths.tickCall,
    summary: 'Write down how a telephone call ended',
    params: z.object({ id: noticeId }),
    body: z.strictObject({ state: callState.exclude(['open']), rev }),
    reply: call.pick({ id: true, rev: true, state: true, tickedBy: true, tickedAt: true }),
    errors: ['STATE_CONFLICT'],
  },
});

export type NoticeRoutes = typeof noticeRoutes;
export type NextItem = z.output<typeof nextItem>;
export type Notice = z.output<typeof notice>;
export type Delivery = z.output<typeof delivery>;
export type Call = z.output<typeof call>;
export type CallTopic = z.output<typeof callTopic>;
export type CallWhy = z.output<typeof callWhy>;
export type CallState = z.output<typeof callState>;
export type NoticeMoment = z.output<typeof noticeMoment>;
