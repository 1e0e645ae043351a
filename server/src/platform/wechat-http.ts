import type { Log } from './logger';

const TIMEOUT_MS = 5000;

/** Failures before a connection stood: nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** WeChat gave no answer that can be read. */
export class WechatFault extends Error {
  constructor(
    /** Whether WeChat may have received the request all the same. */
    readonly mayHaveArrived: boolean,
  ) {
    super('no answer from WeChat');
    this.name = 'WechatFault';
  }
}

/** Asks WeChat. Paths are logged without their query, which holds secrets. @throws WechatFault */
export interface WechatHttp {
  get(path: string, query: Record<string, string>): Promise<unknown>;
  post(path: string, query: Record<string, string>, body: unknown): Promise<unknown>;
}

const codeOf = (error: unknown): unknown => (error as { cause?: { code?: unknown } } | null)?.cause?.code;

/** Makes the way to WeChat's server interface. */
export function makeWechatHttp(baseUrl: string, log: Log): WechatHttp {
  const ask = async (path: string, query: Record<string, string>, init: RequestInit): Promise<unknown> => {
    const search = new URLSearchParams(query).toString();
    try {
      const url = `${baseUrl}${path}${search && `?${search}`}`;
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      return await response.json();
    } catch (error) {
      log.warn({ path, reason: error instanceof Error ? error.name : 'unknown' }, 'wechat unreachable');
      throw new WechatFault(!NEVER_SENT.has(String(codeOf(error))));
    }
  };
  return {
    get: (path, query) => ask(path, query, {}),
    post: (path, query, body) =>
      ask(path, query, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
