import { authPaths } from '@linkang/shared/api/auth.paths';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { ApiRequest, Send } from '@linkang/shared/api/client';
import type { CallReply } from '@linkang/shared/api/route';
import { ApiError, networkError, readApiError } from './api-error';
import { currentSignIn, endSignIn, keepSignIn } from './sign-in';

const BASE_PATH = '/api/v1';
const TIMEOUT_MS = 20_000;

async function exchange(request: ApiRequest, accessToken: string | null): Promise<unknown> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (accessToken) headers['Authorization'] = `Bearer ${accessToken}`;
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  if (request.idempotencyKey !== undefined) headers['Idempotency-Key'] = request.idempotencyKey;
  const response = await fetch(BASE_PATH + request.url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  }).catch(() => {
    throw networkError();
  });
  if (!response.ok) throw await readApiError(response);
  if (response.status === 204) return undefined;
  return response.json().catch(() => {
    throw networkError();
  });
}

const isSignInFault = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'AUTH_EXPIRED' || error.code === 'AUTH_REQUIRED');

async function refreshTokens(): Promise<void> {
  const signIn = currentSignIn();
  if (!signIn) throw new ApiError('AUTH_REQUIRED', '请先登录', '登录后才能继续，请先登录。');
  const url = authPaths.refresh.path;
  const reply = (await exchange(
    { method: 'POST', url, body: { refreshToken: signIn.refreshToken } },
    null,
  )) as CallReply<AuthRoutes['refresh']>;
  keepSignIn({ ...signIn, accessToken: reply.accessToken, refreshToken: reply.refreshToken });
}

let refreshing: Promise<void> | null = null;

/** One refresh for all requests that wait: a refresh token that is used twice ends the whole sign-in. */
function refreshOnce(): Promise<void> {
  refreshing ??= refreshTokens().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/**
 * Does something with the access token; an expired one is refreshed and the same done once more.
 * @throws ApiError
 */
export async function withToken<T>(exchangeWith: (accessToken: string | null) => Promise<T>): Promise<T> {
  const accessToken = currentSignIn()?.accessToken ?? null;
  try {
    return await exchangeWith(accessToken);
  } catch (error) {
    if (!accessToken || !isSignInFault(error)) throw error;
  }
  try {
    if (currentSignIn()?.accessToken === accessToken) await refreshOnce();
    return await exchangeWith(currentSignIn()?.accessToken ?? null);
  } catch (error) {
    if (isSignInFault(error) && currentSignIn()) endSignIn('expired');
    throw error;
  }
}

/** Sends a request as whoever is signed in. */
export const send: Send = (request) => withToken((accessToken) => exchange(request, accessToken));
