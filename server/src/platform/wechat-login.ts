import { AppError } from '@linkang/shared/errors';
import { z } from 'zod';
import type { Log } from './logger';
import type { WechatHttp } from './wechat-http';

const BUSY = -1;
const BUSY_RETRIES = 2;
const BUSY_WAIT_MS = 200;

const loginReply = z.object({
  errcode: z.number().optional(),
  openid: z.string().min(1).optional(),
  unionid: z.string().min(1).optional(),
});

/** Whom WeChat says somebody is. */
export interface WechatPerson {
  /** The person in this one program or official account. */
  openId: string;
  /** The person in all that belong to one open-platform account; WeChat often leaves it out. */
  unionId?: string;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const unavailable = (): never => {
  throw new AppError('WECHAT_UNAVAILABLE');
};

const refuse = (errcode: number, log: Log): never => {
  if (errcode === 40029 || errcode === 40163)
    throw new AppError('AUTH_FAILED', { detail: '微信登录没有成功，请再试一次。' });
  if (errcode === 40226)
    throw new AppError('FORBIDDEN', { detail: '微信提示这个账号暂时不能登录，请到前台或打电话办理。' });
  if (errcode === 45011) throw new AppError('RATE_LIMITED', { retryAfterSeconds: 60 });
  // 40013 and 40125: the app id or secret is wrong, an alarm for the operator.
  log.error({ errcode }, 'wechat login refused');
  return unavailable();
};

/**
 * Exchanges a code for the person who brought it.
 * @throws AUTH_FAILED for a bad or used code, FORBIDDEN for a person whom WeChat blocks,
 * RATE_LIMITED, WECHAT_UNAVAILABLE when WeChat is down, slow or wrongly set up
 */
export async function exchangeCode(
  http: WechatHttp,
  path: string,
  query: Record<string, string>,
  log: Log,
): Promise<WechatPerson> {
  for (let attempt = 0; ; attempt += 1) {
    const reply = loginReply.safeParse(await http.get(path, query).catch(unavailable));
    if (!reply.success) return unavailable();
    const { errcode, openid, unionid } = reply.data;
    if (openid && !errcode) return { openId: openid, ...(unionid === undefined ? {} : { unionId: unionid }) };
    if (errcode !== BUSY) refuse(errcode ?? 0, log);
    if (attempt >= BUSY_RETRIES) unavailable();
    await wait(BUSY_WAIT_MS * (attempt + 1));
  }
}
