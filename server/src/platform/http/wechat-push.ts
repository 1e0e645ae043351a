import { createHash, timingSafeEqual } from 'node:crypto';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { AppError } from '@linkang/shared/errors';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Deps } from '../deps';
import type { PictureAnswer } from '../wechat-check';
import { notJson } from './problems';

/** Where WeChat sends what it has to say by itself, as it is entered in its console: 消息推送, JSON, 明文模式. */
export const PUSH_PATH = '/wechat/push';
const MAX_BYTES = '64kb';

const pictureEvent = z.object({
  Event: z.literal('wxa_media_check'),
  appid: z.string(),
  trace_id: z.string().min(1).max(128),
  errcode: z.number(),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }).optional(),
});

/** Hears what WeChat says of a picture. */
export type PictureWatcher = (answer: PictureAnswer) => Promise<void>;

/** Whether WeChat signed the address, as only it and we know the token. */
function isSigned(ctx: Context, token: string): boolean {
  const { signature, timestamp, nonce } = ctx.query;
  const parts = [token, timestamp, nonce].map((part) => (typeof part === 'string' ? part : ''));
  const expected = createHash('sha1').update(parts.sort().join('')).digest();
  const given = Buffer.from(typeof signature === 'string' ? signature : '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const outcomes = { pass: 'passed', review: 'review', risky: 'risky' } as const;

/** The address for WeChat's messages; without a token there is none. Whoever is not WeChat finds nothing here. */
export function wechatPushRouter(deps: Deps, watchers: readonly PictureWatcher[]): Router {
  const router = new Router();
  const { pushToken, appId } = deps.env.wechat;
  if (pushToken === undefined) return router;
  const assertSigned = (ctx: Context): void => {
    if (!isSigned(ctx, pushToken)) throw new AppError('NOT_FOUND');
  };
  // Asked once, when the address is entered.
  router.get(PUSH_PATH, (ctx) => {
    assertSigned(ctx);
    ctx.type = 'text/plain';
    ctx.body = String(ctx.query.echostr ?? '');
  });
  router.post(PUSH_PATH, async (ctx) => {
    assertSigned(ctx);
    const read = bodyParser({ enableTypes: ['json'], jsonLimit: MAX_BYTES }) as Middleware;
    await read(ctx as never, async () => undefined).catch(() => {
      throw notJson();
    });
    const event = pictureEvent.safeParse((ctx.request as { body?: unknown }).body);
    if (event.success && (appId === undefined || event.data.appid === appId)) {
      const { trace_id: traceId, errcode, result } = event.data;
      const outcome = errcode === 0 && result ? outcomes[result.suggest] : 'unknown';
      for (const watch of watchers) await watch({ traceId, outcome });
    }
    // Whatever it says besides is no concern of ours; without this word it would say it three times.
    ctx.type = 'text/plain';
    ctx.body = 'success';
  });
  return router;
}
