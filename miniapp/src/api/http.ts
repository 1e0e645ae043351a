import { authPaths } from '@linkang/shared/api/auth.paths';
import type { ApiRequest, Send } from '@linkang/shared/api/client';
import { apiBase } from '@/platform';
import { errorFromBody, notFoundError, offlineError, slowError, toApiError } from './api-error';
import { clearTokens, readTokens, writeTokens, type Tokens } from './tokens';
import { transport } from './transport';

const TIMEOUT_MS = 10_000;

/** Ends the waiting in time: WeChat's own limit stops with the answer's first line, not with its last. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(slowError()), TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const parse = (text: unknown): unknown => {
  if (typeof text !== 'string') return text ?? undefined;
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

async function exchange(request: ApiRequest, accessToken: string | undefined): Promise<unknown> {
  const header: Record<string, string> = { Accept: 'application/json' };
  if (request.body !== undefined) header['Content-Type'] = 'application/json';
  if (accessToken) header.Authorization = `Bearer ${accessToken}`;
  if (request.idempotencyKey) header['Idempotency-Key'] = request.idempotencyKey;
  const sent = transport({
    url: apiBase + request.url,
    method: request.method,
    header,
    ...(request.body === undefined ? {} : { data: request.body }),
    // Above our own limit, which knows why there was no answer; this one frees the connection.
    timeout: TIMEOUT_MS + 1000,
  }).catch(() => {
    throw offlineError();
  });
  const answer = await inTime(sent);
  const body = parse(answer.text);
  if (answer.status >= 200 && answer.status < 300) return body;
  throw errorFromBody(body);
}

let refreshing: Promise<string> | undefined;

async function refresh(used: Tokens): Promise<string> {
  // Another tab may have exchanged the pair already; using the old refresh token again would end the sign-in.
  const stored = readTokens();
  if (stored && stored.accessToken !== used.accessToken) return stored.accessToken;
  try {
    const reply = await exchange(
      { method: 'POST', url: authPaths.refresh.path, body: { refreshToken: used.refreshToken } },
      undefined,
    );
    const tokens = reply as Tokens;
    // Signed out meanwhile: the new pair must not bring the person back.
    if (readTokens()?.refreshToken === used.refreshToken) writeTokens(tokens);
    return tokens.accessToken;
  } catch (thrown) {
    if (toApiError(thrown).code.startsWith('AUTH_')) clearTokens();
    throw thrown;
  }
}

const refreshOnce = (used: Tokens): Promise<string> => {
  refreshing ??= refresh(used).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
};

const isSignInEnded = (thrown: unknown): boolean => ['AUTH_EXPIRED', 'AUTH_REQUIRED'].includes(toApiError(thrown).code);

/**
 * Sends a request with the stored access token. When the token has run out it is exchanged once, by one
 * request at a time, and the request is repeated with its own idempotency key.
 * @throws ApiError for every refusal, OFFLINE where no answer came
 */
export const send: Send = async (request) => {
  // A link that lost its number names nothing; asked for, it would answer with the whole list.
  if (/\/(\?|$)/.test(request.url)) throw notFoundError();
  const tokens = readTokens();
  try {
    return await exchange(request, tokens?.accessToken);
  } catch (thrown) {
    if (!tokens || !isSignInEnded(thrown)) throw thrown;
    return exchange(request, await refreshOnce(tokens));
  }
};
