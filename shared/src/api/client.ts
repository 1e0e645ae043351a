import type { CallInput, CallReply, RoutePath } from './route';

/** One request, ready for a transport (`wx.request`, `fetch`). */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Path below `/api/v1`, with its query string. */
  url: string;
  body?: unknown;
  idempotencyKey?: string;
}

/** Sends a request; rejects with `ApiProblem`-like errors of its own. */
export type Send = (request: ApiRequest) => Promise<unknown>;

export interface CallOptions {
  /** Kept over retries, so that a repeated POST gives the same object. */
  idempotencyKey?: string;
}

/** The typed functions of one route table. */
export type ApiOf<T> = {
  [K in keyof T]: object extends CallInput<T[K]>
    ? (input?: CallInput<T[K]>, options?: CallOptions) => Promise<CallReply<T[K]>>
    : (input: CallInput<T[K]>, options?: CallOptions) => Promise<CallReply<T[K]>>;
};

const toQuery = (query: Record<string, unknown> | undefined): string => {
  const parts = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
};

/**
 * Makes the typed client of a route table from its paths alone, so that no schema reaches the phone.
 * @example const bookingApi = makeApi<BookingRoutes>(bookingPaths, send); await bookingApi.create({ body: … })
 */
export function makeApi<T extends Record<string, RoutePath>>(
  paths: { [K in keyof T]: RoutePath },
  send: Send,
): ApiOf<T> {
  const call =
    (route: RoutePath) =>
    (
      input: { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown } = {},
      options: CallOptions = {},
    ): Promise<unknown> => {
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
      return send({
        method: route.method.toUpperCase() as ApiRequest['method'],
        url: path + toQuery(input.query),
        ...(input.body === undefined ? {} : { body: input.body }),
        ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
      });
    };
  return Object.fromEntries(Object.entries(paths).map(([name, route]) => [name, call(route)])) as ApiOf<T>;
}
