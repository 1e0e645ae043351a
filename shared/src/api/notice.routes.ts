import { z } from 'zod';
import { day, id, idParams, time } from './common';
import { noticePaths } from './notice.paths';
import { defineRoutes } from './route';

/** One thing that comes next for a resident, in the order in which it comes. */
export const nextItem = z.object({
  kind: z.enum(['booking', 'lecture', 'contractPending', 'contractRejected', 'contractMissing', 'physicalDue']),
  /** One spoken sentence. */
  title: z.string(),
  detail: z.string(),
  day: day.nullable(),
  startTime: time.nullable(),
  /** The object that the item opens, if it has one. */
  targetId: id.nullable(),
});

export const noticeRoutes = defineRoutes({
  next: {
    ...noticePaths.next,
    summary: 'What is next for a resident: bookings, lectures, contract, the yearly physical',
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
    }),
  },
});

export type NoticeRoutes = typeof noticeRoutes;
export type NextItem = z.output<typeof nextItem>;
