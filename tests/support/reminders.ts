import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import { remind } from './notices';
import { TEST_NOW, type TestServer } from './server';

/** What reminders leave behind. @param at the server, once it runs */
export function remindersOf(at: () => TestServer) {
  const notices = () => at().deps.connection.collection<NoticeRow>('notices');
  const seats = () => at().deps.connection.collection<{ _id: string; outbox?: unknown[] }>('seats');
  /** The reminders that stand in lists: when each was due. */
  const reminders = async (targetId?: string): Promise<string[]> => {
    const rows = await notices()
      .find({ kind: 'bookingReminder', ...(targetId === undefined ? {} : { targetId }) })
      .sort({ at: 1 })
      .toArray();
    return rows.map((row) => row.at.toISOString());
  };
  return {
    notices,
    seats,
    reminders,
    /** What time it is, and what of it is in the lists then. */
    remindAt: async (instant: string, targetId?: string): Promise<string[]> => {
      at().clock.set(instant);
      await remind(at());
      return reminders(targetId);
    },
    clear: async (): Promise<void> => {
      at().clock.set(TEST_NOW);
      await notices().deleteMany({});
      await seats().deleteMany({});
    },
  };
}
