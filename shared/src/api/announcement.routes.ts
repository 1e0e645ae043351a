import { z } from 'zod';
import { announcementPaths } from './announcement.paths';
import { contentState, day, id, idParams, list, page, pageQuery, text } from './common';
import { defineRoutes } from './route';

export const announcement = z.object({
  id,
  title: z.string(),
  text: z.string(),
  fromDay: day,
  toDay: day,
  important: z.boolean(),
});

/** Derived from the days and from whether it was ended early. */
export const announcementState = z.enum(['coming', 'shown', 'ended']);

export const keptAnnouncement = announcement.extend({
  state: announcementState,
  authorName: z.string(),
  check: contentState.optional(),
});

export const announcementRoutes = defineRoutes({
  list: {
    ...announcementPaths.list,
    summary: 'What the centre announces today, important things first',
    reply: list(announcement),
  },
  history: {
    ...announcementPaths.history,
    summary: 'Every announcement, the one written last first',
    query: z.object(pageQuery),
    reply: page(keptAnnouncement),
  },
  create: {
    ...announcementPaths.create,
    summary: 'Announce something from a day to a day',
    published: ['title', 'text'],
    idempotent: true,
    status: 201,
    body: z
      .object({ title: text(40), text: text(500), fromDay: day, toDay: day, important: z.boolean() })
      .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'ORDER', path: ['toDay'] }),
    reply: keptAnnouncement,
  },
  end: {
    ...announcementPaths.end,
    summary: 'Show an announcement no longer',
    params: idParams,
    reply: keptAnnouncement,
    errors: ['STATE_CONFLICT'],
  },
});

export type AnnouncementRoutes = typeof announcementRoutes;
export type Announcement = z.output<typeof announcement>;
export type AnnouncementState = z.output<typeof announcementState>;
export type KeptAnnouncement = z.output<typeof keptAnnouncement>;
