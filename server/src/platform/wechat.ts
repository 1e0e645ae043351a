import { AppError } from '@linkang/shared/errors';
import { z } from 'zod';
import type { Log } from './logger';
import { makePictureCheck, makeTextCheck, type CheckOutcome, type PictureAnswer } from './wechat-check';
import { makeWechatHttp, WechatFault } from './wechat-http';
import { exchangeCode, type WechatPerson } from './wechat-login';
import { makeWechatCalls, type CodedReply } from './wechat-token';

const BUSY = -1;

const phoneReply = z.object({
  phone_info: z.object({
    purePhoneNumber: z.string().min(1),
    countryCode: z.union([z.string(), z.number()]).transform(String),
    watermark: z.object({ appid: z.string() }),
  }),
});

/** A message to somebody's WeChat. */
export interface SubscribeMessage {
  openId: string;
  templateId: string;
  /** Page of the mini-program that it opens, with its query. */
  page: string;
  /** Values by the template's fields. */
  data: Record<string, string>;
}

/** What is known after a try to send. */
export type SendOutcome =
  | { kind: 'sent' }
  /** It did not arrive, and may be tried again. */
  | { kind: 'notDelivered' }
  /** WeChat may have it: trying again could double it. */
  | { kind: 'unknown' }
  /** The person has not allowed it, or not any more. */
  | { kind: 'noPermission'; errcode: number }
  | { kind: 'refused'; errcode: number };

/** A phone number as WeChat knows it. */
export interface WechatPhone {
  number: string;
  countryCode: string;
}

/** What the server asks of WeChat. */
export interface WechatClient {
  /**
   * Exchanges a login code for the person in this mini-program.
   * @throws AUTH_FAILED, FORBIDDEN, RATE_LIMITED, WECHAT_UNAVAILABLE
   */
  login(code: string): Promise<WechatPerson>;
  /**
   * Exchanges the code of the phone button, which is not a login code.
   * @returns null for a bad or used code
   * @throws RATE_LIMITED, WECHAT_UNAVAILABLE
   */
  phoneNumber(code: string): Promise<WechatPhone | null>;
  /** Sends one message. Never throws for what WeChat answers. */
  sendMessage(message: SubscribeMessage): Promise<SendOutcome>;
  /** Whether others may be shown a text of at most 2500 characters. Never throws for what WeChat answers. */
  checkText(content: string, openId: string): Promise<CheckOutcome>;
  /** Has a picture looked at, which WeChat fetches by itself; its answer comes later, under the number of the question. */
  checkPicture(url: string, openId: string): Promise<Pick<PictureAnswer, 'traceId'> | 'todo' | 'unknown'>;
}

/** Where the client reaches WeChat, and as whom. */
export interface WechatSettings {
  /** WeChat's own or, outside production, the stub's. */
  baseUrl: string;
  appId: string;
  secret: string;
  /** The version of the mini-program that messages open. */
  miniProgram: 'formal' | 'developer';
}

const noPhone = (): never => {
  throw new AppError('WECHAT_UNAVAILABLE', { detail: '微信暂时给不出手机号，请直接填写，或稍后再试。' });
};

/** The number in a reply. @throws RATE_LIMITED, WECHAT_UNAVAILABLE */
function readPhone({ errcode, reply }: CodedReply, appId: string, log: Log): WechatPhone | null {
  if (errcode === 40029 || errcode === 40163) return null;
  if (errcode === 45011) throw new AppError('RATE_LIMITED', { retryAfterSeconds: 60 });
  const parsed = phoneReply.safeParse(reply);
  // The watermark says for which mini-program the number was given: another one's is none of ours.
  if (errcode !== 0 || !parsed.success || parsed.data.phone_info.watermark.appid !== appId) {
    log.error({ errcode }, 'wechat phone number refused');
    return noPhone();
  }
  const { purePhoneNumber: number, countryCode } = parsed.data.phone_info;
  return { number, countryCode };
}

/** What a code of the answer to a message means. */
function outcomeOf(errcode: number, templateId: string, log: Log): SendOutcome {
  if (errcode === 0) return { kind: 'sent' };
  if (errcode === 43101) return { kind: 'noPermission', errcode };
  if (errcode === BUSY || errcode === 45009) return { kind: 'notDelivered' };
  // Template, page, values or the person's id are wrong: an alarm, without what the message says.
  log.error({ errcode, templateId }, 'wechat message refused');
  return { kind: 'refused', errcode };
}

/** Makes the client of WeChat's server interface. */
export function makeWechatClient(settings: WechatSettings, log: Log): WechatClient {
  const { appId, secret, miniProgram } = settings;
  const http = makeWechatHttp(settings.baseUrl, log);
  const calls = makeWechatCalls({ appId, secret }, http, log);

  return {
    checkText: makeTextCheck(calls, log),
    checkPicture: makePictureCheck(calls, log),

    login: (code) =>
      exchangeCode(
        http,
        '/sns/jscode2session',
        { appid: appId, secret, js_code: code, grant_type: 'authorization_code' },
        log,
      ),

    async phoneNumber(code) {
      return readPhone(await calls.post('/wxa/business/getuserphonenumber', { code }).catch(noPhone), appId, log);
    },

    async sendMessage({ openId, templateId, page, data }) {
      const body = {
        touser: openId,
        template_id: templateId,
        page,
        data: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])),
        miniprogram_state: miniProgram,
        lang: 'zh_CN',
      };
      try {
        const { errcode } = await calls.post('/cgi-bin/message/subscribe/send', body);
        return outcomeOf(errcode, templateId, log);
      } catch (error) {
        if (!(error instanceof WechatFault)) throw error;
        return { kind: error.mayHaveArrived ? 'unknown' : 'notDelivered' };
      }
    },
  };
}
