import { communitiesOf, isWanted } from '@linkang/shared/domain/lecture-news';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { owe } from '../../platform/outbox';
import { listCommunities } from '../centre';
import { findNews, settleNews, type News } from '../lecture';
import { findSeatedIn } from '../session';
import { findSubscribers, oweNews } from './subscription.model';

const BATCH = 200;

/** Owes everybody a message who wants to be told of an activity and has not registered for it. */
async function tell(news: News, communityIds: readonly string[]): Promise<void> {
  const { id: targetId, kind, title: service, day, startTime, place, newsAt } = news;
  let afterId = '';
  for (;;) {
    const rows = await findSubscribers(kind, newsAt, afterId, BATCH);
    const wanting = rows.filter((row) => isWanted(row, kind, communityIds)).map(({ residentId }) => residentId);
    const seated = new Set((await findSeatedIn([targetId], wanting)).map(({ residentId }) => residentId));
    // The message's id is made of the activity and the instant of its publication: whatever runs twice owes it once.
    await oweNews(
      wanting
        .filter((residentId) => !seated.has(residentId))
        .map((residentId) => owe('lectureNews', { residentId, targetId }, { service, day, startTime, place }, newsAt)),
    );
    afterId = rows.at(-1)?._id ?? '';
    if (rows.length < BATCH) return;
  }
}

/**
 * Tells of activities that were published. The mark is taken off only when all messages are owed: killed in between,
 * the next run begins anew, and the messages' ids keep it from doubling any.
 */
export async function tellOfLectures({ clock }: Deps): Promise<void> {
  const found = await findNews(clock.now());
  if (found.length === 0) return;
  const communities = await listCommunities();
  for (const news of found) {
    if (news.isOfUse) await tell(news, communitiesOf(news, communities));
    await settleNews(news);
  }
}

/** The jobs of subscriptions. */
export const subscriptionJobs = (deps: Deps): Job[] => [
  { name: 'tellOfLectures', pattern: '*/10 * * * * *', leaseMs: 20_000, run: () => tellOfLectures(deps) },
];
