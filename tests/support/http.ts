import { randomUUID } from 'node:crypto';

/** One answer over real HTTP. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
}

/** Calls the API as one person; every POST gets a fresh Idempotency-Key unless one is given or `null`. */
export class Caller {
  constructor(
    readonly baseUrl: string,
    readonly token?: string,
  ) {}

  as(token: string): Caller {
    return new Caller(this.baseUrl, token);
  }

  async send<T = Record<string, unknown>>(
    method: string,
    url: string,
    body?: unknown,
    options: { key?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...options.headers };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers['Content-Type'] ??= 'application/json';
    if (method === 'POST' && options.key !== null) headers['Idempotency-Key'] ??= options.key ?? randomUUID();
    const response = await fetch(`${this.baseUrl}/api/v1${url}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as T, headers: response.headers };
  }

  get<T = Record<string, unknown>>(url: string): Promise<Answer<T>> {
    return this.send<T>('GET', url);
  }

  post<T = Record<string, unknown>>(url: string, body?: unknown, key?: string | null): Promise<Answer<T>> {
    return this.send<T>('POST', url, body, key === undefined ? {} : { key });
  }

  put<T = Record<string, unknown>>(url: string, body: unknown): Promise<Answer<T>> {
    return this.send<T>('PUT', url, body);
  }
}
