import type { Deps } from '../../platform/deps';
import { askAgainAt } from '../../platform/content-check';
import type { PictureAnswer } from '../../platform/wechat-check';
import { findUnchecked, settleCheck, settleByTrace } from './file.model';
import { pictureUrl } from './file.presenter';

/** WeChat answers within half an hour; then it is asked again. */
const ANSWER_MS = 35 * 60_000;
const BATCH = 20;

/** Sends pictures to be looked at. The answer comes by itself later; one that does not come is asked for again. */
export async function sendToCheck(deps: Deps): Promise<void> {
  const { publicUrl, wechat } = deps.env;
  const { checkOpenId, pushToken } = wechat;
  if (publicUrl === undefined || checkOpenId === undefined || pushToken === undefined) return;
  for (const { _id: id, check } of await findUnchecked(deps.clock.now(), BATCH)) {
    const tries = (check?.tries ?? 0) + 1;
    const asked = await deps.wechat.checkPicture(`${publicUrl}${pictureUrl(id)}`, checkOpenId);
    const now = deps.clock.now();
    if (typeof asked === 'string') {
      await settleCheck(id, { state: asked, tries, nextAt: askAgainAt(now, tries) });
      // Away: the others would not arrive either.
      return;
    }
    await settleCheck(id, { state: 'sent', tries, ...asked, nextAt: new Date(now.getTime() + ANSWER_MS) });
  }
}

/** Writes down what WeChat says of a picture; an answer to a question of before, or a second one, changes nothing. */
export async function hearOfPicture(deps: Deps, { traceId, outcome }: PictureAnswer): Promise<void> {
  const file = await settleByTrace(traceId, outcome, askAgainAt(deps.clock.now(), 0));
  if (file && outcome === 'risky') deps.log.warn({ fileId: file._id }, 'wechat refuses a picture');
}
