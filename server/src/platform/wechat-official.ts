import type { Log } from './logger';
import { makeWechatHttp } from './wechat-http';
import { exchangeCode, type WechatPerson } from './wechat-login';

/** The official account through which people sign in on web pages inside WeChat. */
export interface OfficialAccount {
  /** WeChat's page that asks who somebody is and comes back with a code. */
  authorizeUrl(state: string): string;
  /** Exchanges that code. @throws AUTH_FAILED, FORBIDDEN, RATE_LIMITED, WECHAT_UNAVAILABLE */
  exchange(code: string): Promise<WechatPerson>;
}

/** As which official account, and where WeChat is reached. */
export interface OfficialSettings {
  /** Of WeChat's pages and of its server interface: its own or, outside production, the stub's. */
  openUrl: string;
  apiUrl: string;
  appId: string;
  secret: string;
  /** Where people come back; fixed, so that nobody has a code sent elsewhere. */
  returnUrl: string;
  /** `snsapi_userinfo` asks the person and gives a union id; `snsapi_base` does neither. */
  scope: 'snsapi_base' | 'snsapi_userinfo';
}

/** Makes the client of an official account. */
export function makeOfficialAccount(settings: OfficialSettings, log: Log): OfficialAccount {
  const { openUrl, apiUrl, appId, secret, returnUrl, scope } = settings;
  const http = makeWechatHttp(apiUrl, log);
  return {
    authorizeUrl(state) {
      // WeChat wants them in this order, and the fragment at the end.
      const query = new URLSearchParams({
        appid: appId,
        redirect_uri: returnUrl,
        response_type: 'code',
        scope,
        state,
      });
      return `${openUrl}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
    },
    exchange: (code) =>
      exchangeCode(
        http,
        '/sns/oauth2/access_token',
        { appid: appId, secret, code, grant_type: 'authorization_code' },
        log,
      ),
  };
}
