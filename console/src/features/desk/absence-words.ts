import type { Booking } from '@linkang/shared/api/booking.routes';

/** What a confirmation does, in words. */
export const CONFIRM_NOTE =
  '会发消息告诉本人，本人可以说明情况。90 天内满 3 次，30 天内不能在网上预约；65 岁及以上不受影响，前台随时可以约。';

type Said = Pick<NonNullable<Booking['absence']>, 'appeal' | 'answer'>;

/** What was said to an absence and answered, in words. */
export const saidText = ({ appeal, answer }: Said): string | null => {
  if (appeal === null) return null;
  const said = `居民说明：${appeal}`;
  return answer ? `${said} · 答复（${answer.accepted ? '不算爽约' : '仍算爽约'}）：${answer.text}` : said;
};
