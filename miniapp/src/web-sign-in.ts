/** What WeChat brought back, with what stayed in the browser. */
export interface WechatReturn {
  code: string;
  state: string;
  key: string;
  /** The page from which somebody went to sign in. */
  backTo: string;
}

/** The mini-program has a sign-in of its own: nobody leaves it for WeChat's page. */
export const isWechatBrowser = false;

/** Keeps what stands in the address after WeChat's page. */
export const keepWechatReturn = (): void => undefined;

/** What WeChat brought back, once. */
export const takeWechatReturn = (): WechatReturn | undefined => undefined;

/** Goes to WeChat's page. */
export const leaveForWechat = (_start: { url: string; key: string }, _backTo: string): void => undefined;
