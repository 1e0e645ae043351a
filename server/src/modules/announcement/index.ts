import type { Module } from '../../platform/module';
import { insertAnnouncement, type AnnouncementRow } from './announcement.model';
import { buildAnnouncementHandlers } from './announcement.router';

/** An announcement of the demo. */
export type DemoAnnouncement = Pick<AnnouncementRow, 'title' | 'text' | 'fromDay' | 'toDay' | 'important'>;

/** Announces something of the demo, once for an id. */
export const createDemoAnnouncement = (id: string, content: DemoAnnouncement, authorId: string): Promise<void> =>
  insertAnnouncement({ _id: id, ...content, endedAt: null, authorId });

/** What the centre announces to everyone for some days. */
export const announcementModule: Module = { feature: 'announcement', handlers: buildAnnouncementHandlers };
