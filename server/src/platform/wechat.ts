import { AppError } from '@linkang/shared/errors';
import { z } from 'zod';
import type { Log } from './logger';

const TIMEOUT_MS = 5000;
const BUSY_RETRIES = 2;
const BUSY_WAIT_MS = 200;

const loginReply = z.object({
  errcode: z.number().optional(),
  openid: z.string().min(1).optional(),
});

/** What the server asks of WeChat. */
export interface WechatClient {
  /**
   * Exchanges a login code for the person's id in this mini-program.
   * @throws AUTH_FAILED for a bad or used code, FORBIDDEN for a person whom WeChat blocks,
   * RATE_LIMITED, WECHAT_UNAVAILABLE when WeChat is down, slow or wrongly set up
   */
  login(code: string): Promise<{ openId: string }>;
}

const refuseLogin = (errcode: number, log: Log): never => {
  if (errcode === 40029 || errcode === 40163)
    throw new AppError('AUTH_FAILED', { detail: '微信登录没有成功，请再试一次。' });
  if (errcode === 40226)
    throw new AppError('FORBIDDEN', { detail: '微信提示这个账号暂时不能登录，请到前台或打电话办理。' });
  if (errcode === 45011) throw new AppError('RATE_LIMITED', { retryAfterSeconds: 60 });
  // 40013 and 40125: the app id or secret is wrong, an alarm for the operator.
  log.error({ errcode }, 'wechat login refused');
  throw new AppError('WECHAT_UNAVAILABLE');
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes the client of WeChat's server interface; the base URL is WeChat's own or, outside production, the stub's. */
export function makeWechatClient(settings: { baseUrl: string; appId: string; secret: string }, log: Log): WechatClient {
  const getJson = async (path: string, query: Record<string, string>): Promise<unknown> => {
    try {
      const url = `${settings.baseUrl}${path}?${new URLSearchParams(query).toString()}`;
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      return await response.json();
    } catch (error) {
      log.warn({ path, reason: error instanceof Error ? error.name : 'unknown' }, 'wechat unreachable');
      throw new AppError('WECHAT_UNAVAILABLE');
    }
  };

  return {
    async login(code) {
      for (let attempt = 0; ; attempt += 1) {
        const reply = loginReply.safeParse(
          await getJson('/sns/jscode2session', {
            appid: settings.appId,
            secret: settings.secret,
            js_code: code,
            grant_type: 'authorization_code',
          }),
        );
        if (!reply.success) throw new AppError('WECHAT_UNAVAILABLE');
        const { errcode, openid } = reply.data;
        if (openid && !errcode) return { openId: openid };
        if (errcode !== -1) refuseLogin(errcode ?? 0, log);
        if (attempt >= BUSY_RETRIES) throw new AppError('WECHAT_UNAVAILABLE');
        await wait(BUSY_WAIT_MS * (attempt + 1));
      }
    },
  };
}
