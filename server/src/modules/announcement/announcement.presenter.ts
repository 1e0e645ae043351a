import type { Announcement, AnnouncementState, KeptAnnouncement } from '@linkang/shared/api/announcement.routes';
import { presentCheck } from '../../platform/content-check';
import type { AnnouncementRow } from './announcement.model';

/** An announcement as everyone sees it. */
export const presentAnnouncement = (row: AnnouncementRow): Announcement => ({
  id: row._id,
  title: row.title,
  text: row.text,
  fromDay: row.fromDay,
  toDay: row.toDay,
  important: row.important,
});

const stateOf = ({ endedAt, fromDay, toDay }: AnnouncementRow, today: string): AnnouncementState => {
  if (endedAt || toDay < today) return 'ended';
  return fromDay > today ? 'coming' : 'shown';
};

/** An announcement as those see it who write them. */
export const presentKept = (row: AnnouncementRow, today: string, authorName: string): KeptAnnouncement => ({
  ...presentAnnouncement(row),
  state: stateOf(row, today),
  authorName,
  ...presentCheck(row),
});
