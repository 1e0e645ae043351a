import type { NoticeKind } from '@linkang/shared/api/notice-kinds';
import type { Deps } from '../../platform/deps';
import type { SendOutcome } from '../../platform/wechat';
import { openIdOf } from '../auth';
import { addCredit, clearCredits, takeCredit } from './credit.model';
import { claimNotice, lapseClaims, settleNotice, type NoticeRow } from './notice.model';
import { findMoot } from './notice.moot';
import { isOver, isQuiet, morningKinds } from './notice.policy';
import { pageOf, templateOf, valuesOf, type UsedTemplate } from './notice.templates';

/** Longer than sending takes with a token that has to be fetched twice, each with its time limit. */
const CLAIM_MS = 30_000;
/** Messages under way at a time, and sent in one run at most. */
const AT_ONCE = 4;
const BATCH = 200;
/** The pause after the first failure; it doubles up to half an hour, for about a day. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 30 * 60_000;
const MAX_TRIES = 56;

const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);

/** Puts a message back that certainly did not arrive, or gives it up after a day. */
async function postpone(deps: Deps, notice: NoticeRow): Promise<void> {
  const { tries } = notice.push;
  if (tries >= MAX_TRIES) {
    deps.log.error({ kind: notice.kind, tries }, 'message given up');
    return settleNotice(notice, { state: 'failed', callOwed: true });
  }
  const nextAt = new Date(deps.clock.now().getTime() + pauseMs(tries));
  return settleNotice(notice, { state: 'todo', nextAt });
}

/** Writes down how sending ended. The permission was taken before; it is given back where it was not used. */
async function settleOutcome(
  deps: Deps,
  notice: NoticeRow,
  { templateId }: UsedTemplate,
  outcome: SendOutcome,
): Promise<void> {
  const { accountId } = notice;
  switch (outcome.kind) {
    case 'sent':
      return settleNotice(notice, { state: 'sent' });
    case 'unknown':
      return settleNotice(notice, { state: 'unknown', callOwed: true });
    case 'noPermission':
      await clearCredits(accountId, templateId);
      return settleNotice(notice, { state: 'noPermission', errcode: outcome.errcode, callOwed: true });
    case 'refused':
      await addCredit(accountId, templateId);
      return settleNotice(notice, { state: 'failed', errcode: outcome.errcode, callOwed: true });
    case 'notDelivered':
      await addCredit(accountId, templateId);
      return postpone(deps, notice);
  }
}

/** Kinds that are not sent at this hour. */
const kindsAtRest = ({ config }: Deps, now: Date): readonly NoticeKind[] =>
  isQuiet(config.notices.quietHours, now) ? morningKinds : [];

/** Sends one claimed message, if it is still of use and the person has allowed it. */
async function push(deps: Deps, notice: NoticeRow): Promise<void> {
  const { accountId, kind, data } = notice;
  const isUseless = isOver(data, deps.clock.now()) || (await findMoot([notice])).has(notice);
  if (isUseless) return settleNotice(notice, { state: 'none' });
  const template = templateOf(deps, kind);
  const openId = template && (await openIdOf(deps, accountId));
  if (!template || openId === undefined) return settleNotice(notice, { state: 'none', callOwed: true });
  const { templateId } = template;
  if (!(await takeCredit(accountId, templateId)))
    return settleNotice(notice, { state: 'noPermission', callOwed: true });
  const message = { openId, templateId, page: pageOf(notice), data: valuesOf(template, notice) };
  return settleOutcome(deps, notice, template, await deps.wechat.sendMessage(message));
}

/**
 * Sends what is to be sent. A message is claimed first: killed while it is under way, it becomes `unknown` when
 * the claim lapses, because sending it again could double it. It stands in the person's list in any case.
 */
export async function pushNotices(deps: Deps): Promise<void> {
  const lapsed = await lapseClaims(deps.clock.now());
  if (lapsed) deps.log.warn({ lapsed }, 'messages whose sending was cut off');
  let left = BATCH;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const now = deps.clock.now();
      const notice = await claimNotice(now, new Date(now.getTime() + CLAIM_MS), kindsAtRest(deps, now));
      if (!notice) return;
      await push(deps, notice);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
