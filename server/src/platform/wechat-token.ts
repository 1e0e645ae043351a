import { z } from 'zod';
import type { Log } from './logger';
import { WechatFault, type WechatHttp } from './wechat-http';

/** A token is renewed so long before its end; WeChat gives a new one in these last minutes, and both work. */
const RENEW_MS = 5 * 60_000;
/** Codes that say that the token is bad or has expired. */
const STALE = new Set([40001, 40014, 42001]);

const tokenReply = z.object({
  errcode: z.number().optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});
const coded = z.looseObject({ errcode: z.number().optional() });

/** WeChat's reply to a call, checked for its code; 0 where it names none. */
export interface CodedReply {
  errcode: number;
  reply: unknown;
}

/** Calls WeChat in the mini-program's name. */
export interface WechatCalls {
  /**
   * Posts with the access token. One that WeChat no longer takes is fetched again once, and the call made once more.
   * @throws WechatFault; it says that nothing arrived where the token could not be had
   */
  post(path: string, body: unknown): Promise<CodedReply>;
}

/**
 * Keeps the access token of the process. All that ask at once share one fetch. Several processes may each keep
 * one: within its time WeChat gives the same token to all.
 */
export function makeWechatCalls(settings: { appId: string; secret: string }, http: WechatHttp, log: Log): WechatCalls {
  let known: { token: string; untilMs: number } | undefined;
  let fetching: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const { appId: appid, secret } = settings;
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: false };
    const answer = tokenReply.safeParse(
      await http.post('/cgi-bin/stable_token', {}, body).catch(() => {
        throw new WechatFault(false);
      }),
    );
    const { access_token: token, expires_in: seconds, errcode } = answer.data ?? {};
    if (!token || !seconds) {
      // App id, secret or the list of allowed addresses: an alarm for the operator.
      log.error({ errcode }, 'wechat gives no access token');
      throw new WechatFault(false);
    }
    known = { token, untilMs: Date.now() + seconds * 1000 - RENEW_MS };
    return token;
  };

  const takeToken = (): Promise<string> => {
    if (known && known.untilMs > Date.now()) return Promise.resolve(known.token);
    fetching ??= fetchToken().finally(() => (fetching = undefined));
    return fetching;
  };

  /** Forgets a token that was refused, unless somebody fetched another one meanwhile. */
  const drop = (token: string): void => {
    if (known?.token === token) known = undefined;
  };

  /**
   * One try. Without an answer WeChat may be away: the token is asked for again before the next call, which shows it
   * without putting that call in doubt, so that what waits stays in the queue. Within its time the same one comes back.
   */
  const callWith = async (token: string, path: string, body: unknown): Promise<z.output<typeof coded>> => {
    try {
      const answer = coded.safeParse(await http.post(path, { access_token: token }, body));
      if (!answer.success) throw new WechatFault(true);
      return answer.data;
    } catch (error) {
      drop(token);
      throw error;
    }
  };

  return {
    async post(path, body) {
      for (let isRetry = false; ; isRetry = true) {
        const token = await takeToken();
        const reply = await callWith(token, path, body);
        const errcode = reply.errcode ?? 0;
        if (!STALE.has(errcode)) return { errcode, reply };
        drop(token);
        if (isRetry) {
          log.error({ errcode, path }, 'wechat refuses a fresh access token');
          throw new WechatFault(false);
        }
      }
    },
  };
}
