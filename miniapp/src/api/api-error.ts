import type { ErrorCode, FieldFault } from '@linkang/shared/errors';

/** A code of the catalogue, or OFFLINE where no answer came at all. */
export type ApiErrorCode = ErrorCode | 'OFFLINE';

interface ApiErrorParts {
  code: ApiErrorCode;
  title: string;
  detail: string;
  fields?: FieldFault[] | undefined;
  conflict?: unknown;
  serverTime?: string | undefined;
  releaseAt?: string | undefined;
}

/** A refusal by the API. Pages branch on `code` only; `title` and `detail` may be shown as they are. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly fields: FieldFault[];
  /** The object in the way, where the person may see it. */
  readonly conflict: unknown;
  readonly serverTime: string | undefined;
  readonly releaseAt: string | undefined;

  constructor(parts: ApiErrorParts) {
    super(parts.code);
    this.name = 'ApiError';
    this.code = parts.code;
    this.title = parts.title;
    this.detail = parts.detail;
    this.fields = parts.fields ?? [];
    this.conflict = parts.conflict;
    this.serverTime = parts.serverTime;
    this.releaseAt = parts.releaseAt;
  }
}

/** No answer came: no network, or the server cannot be reached. */
export const offlineError = (): ApiError =>
  new ApiError({ code: 'OFFLINE', title: '没有连上网络', detail: '网络好像断了，请检查网络后重试' });

/** No answer came in time. */
export const slowError = (): ApiError =>
  new ApiError({ code: 'OFFLINE', title: '网络太慢了', detail: '等了一会儿没有回音，请换个信号好的地方重试' });

/** No answer came to something that was sent: it may have arrived, and the same key makes another try harmless. */
export const unansweredError = ({ title }: ApiError): ApiError =>
  new ApiError({
    code: 'OFFLINE',
    title: `${title}，还没有办好`,
    detail: '连上网络后点“重试”就行。填好的不用重写，也不会重复办理。',
  });

/** Something went wrong that is nobody's refusal. The catalogue's words: the whole of it would weigh on the first page (tests/miniapp/api-error.test.ts). */
const internalError = (): ApiError =>
  new ApiError({
    code: 'INTERNAL',
    title: '出了点问题',
    detail: '我们这边出了点问题，请过一会儿再试，或打电话给我们。',
  });

/** What is asked for cannot be there. */
export const notFoundError = (): ApiError =>
  new ApiError({ code: 'NOT_FOUND', title: '没有找到', detail: '内容不存在或已被移除，请返回上一页。' });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const isFault = (value: unknown): value is FieldFault =>
  isRecord(value) && typeof value.path === 'string' && typeof value.code === 'string';

/** Ours have a code in capitals, and say in words what happened and what to do. */
const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Reads the body of a refusal; anything that is not ours (a proxy's page) becomes INTERNAL. */
export function errorFromBody(body: unknown): ApiError {
  if (!isRecord(body)) return internalError();
  const [code, title, detail] = [textOf(body.code), textOf(body.title), textOf(body.detail)];
  if (code === undefined || !CODE.test(code) || title === undefined || detail === undefined) return internalError();
  return new ApiError({
    code: code as ErrorCode,
    title,
    detail,
    fields: Array.isArray(body.fields) ? body.fields.filter(isFault) : undefined,
    conflict: body.conflict,
    serverTime: textOf(body.serverTime),
    releaseAt: textOf(body.releaseAt),
  });
}

/** Any thrown thing as an ApiError, so that pages handle one kind. */
export const toApiError = (thrown: unknown): ApiError => (thrown instanceof ApiError ? thrown : internalError());
