import type { ErrorCode, FieldFault, Problem } from '@linkang/shared/errors';

/** A code from the catalogue, or `NETWORK` where no answer came at all. */
export type ApiErrorCode = ErrorCode | 'NETWORK';

/** A refusal of the API, or a request that never got an answer. */
export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    readonly title: string,
    /** One or two sentences that may be shown as they are. */
    readonly detail: string,
    readonly fields: readonly FieldFault[] = [],
    /** From `Retry-After`, where the server gave it. */
    readonly retryAfterSeconds: number | null = null,
    /** The object in the way, where the server tells it. */
    readonly conflict: unknown = undefined,
  ) {
    super(code);
    this.name = 'ApiError';
  }
}

/** The error of a request that got no answer. */
export const networkError = (): ApiError => new ApiError('NETWORK', '网络连不上', '没有连上服务器，请检查网络后再试。');

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;

/** The refusal in the body of a response; one that is not from the API itself counts as `INTERNAL`. */
export function apiErrorOf(body: unknown, retryAfterSeconds: number | null = null): ApiError {
  if (isProblem(body))
    return new ApiError(body.code, body.title, body.detail, body.fields ?? [], retryAfterSeconds, body.conflict);
  return new ApiError('INTERNAL', '系统出错了', '服务器暂时不能处理，请稍后再试。', [], retryAfterSeconds);
}

/** Reads the refusal in a response. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const seconds = Number(response.headers.get('Retry-After'));
  return apiErrorOf(body, Number.isFinite(seconds) && seconds > 0 ? seconds : null);
}

/** The sentence to show for any error. */
export const errorText = (error: unknown): string =>
  error instanceof ApiError ? error.detail : '页面出了点问题，请刷新后再试。';

/** Whether the error has this code. */
export const hasCode = (error: unknown, code: ApiErrorCode): boolean =>
  error instanceof ApiError && error.code === code;
