import { z } from 'zod';
import type { Log } from './logger';
import { WechatFault } from './wechat-http';
import type { WechatCalls } from './wechat-token';

/** What somebody wrote is shown to others as on a forum, WeChat's kind 3; the others are profile, comment and log. */
const SCENE = 3;
const BUSY = [-1, 45009];

// An offending text is answered with errcode 0 as well: only `suggest` counts.
const checkReply = z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) });

/**
 * What is known after asking about words: WeChat has nothing against them, wants a person to look, refuses them; or
 * nothing yet, because it was not asked (`todo`) or gave no answer that can be read (`unknown`). Asking again harms nobody.
 */
export type CheckOutcome = 'passed' | 'review' | 'risky' | 'todo' | 'unknown';

const outcomes = { pass: 'passed', review: 'review', risky: 'risky' } as const;

/** Makes the question whether others may be shown a text, at most 2500 characters. It never throws for what WeChat answers. */
export function makeTextCheck(
  calls: WechatCalls,
  log: Log,
): (content: string, openId: string) => Promise<CheckOutcome> {
  return async (content, openId) => {
    try {
      const body = { content, version: 2, scene: SCENE, openid: openId };
      const { errcode, reply } = await calls.post('/wxa/msg_sec_check', body);
      if (BUSY.includes(errcode)) return 'todo';
      const parsed = checkReply.safeParse(reply);
      if (errcode === 0 && parsed.success) return outcomes[parsed.data.result.suggest];
      // 61010: the person in whose name we ask has not opened the mini-program within two hours; it is asked again.
      log.warn({ errcode }, 'wechat checks no text');
      return 'unknown';
    } catch (error) {
      if (!(error instanceof WechatFault)) throw error;
      return error.mayHaveArrived ? 'unknown' : 'todo';
    }
  };
}

/** What WeChat says of a picture, by the number that it gave the question. */
export interface PictureAnswer {
  traceId: string;
  outcome: Exclude<CheckOutcome, 'todo'>;
}

/** WeChat's kind of a file that is a picture. */
const PICTURE = 2;
const sentReply = z.object({ trace_id: z.string().min(1) });

/**
 * Makes the question whether others may be shown a picture. WeChat fetches it by itself and answers later.
 * @returns the question's number, or that it was not put or may not have been
 */
export function makePictureCheck(
  calls: WechatCalls,
  log: Log,
): (url: string, openId: string) => Promise<Pick<PictureAnswer, 'traceId'> | 'todo' | 'unknown'> {
  return async (url, openId) => {
    try {
      const body = { media_url: url, media_type: PICTURE, version: 2, scene: SCENE, openid: openId };
      const { errcode, reply } = await calls.post('/wxa/media_check_async', body);
      const parsed = sentReply.safeParse(reply);
      if (errcode === 0 && parsed.success) return { traceId: parsed.data.trace_id };
      if (!BUSY.includes(errcode)) log.warn({ errcode }, 'wechat checks no picture');
      return 'todo';
    } catch (error) {
      if (!(error instanceof WechatFault)) throw error;
      return error.mayHaveArrived ? 'unknown' : 'todo';
    }
  };
}
