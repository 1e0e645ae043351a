import type { z } from 'zod';
import type { ErrorCode } from '../errors';

/** Method and path of a route, the part that clients may import as a value. */
export interface RoutePath {
  method: 'get' | 'post' | 'put';
  /** Below `/api/v1`, with `:name` for parameters. */
  path: string;
}

/** A body that is one file, sent as it is and not as JSON. */
export interface Upload {
  /** Media types that are taken; what the file really is, the feature finds out. */
  types: readonly string[];
  maxBytes: number;
  /** What to send instead of a file of another type. */
  hint: string;
}

/** A file as the answer: it never changes under its address, and is only read when the caller lacks it. */
export interface FileReply {
  etag: string;
  read: () => Promise<Uint8Array>;
}

/**
 * One route: the single source of the server's mounting, the OpenAPI file and the typed clients.
 * Who may call it stands in `api/policy.ts` under `<feature>.<route>`.
 */
export interface RouteDef extends RoutePath {
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** In place of `body`, where the body is a file. */
  upload?: Upload;
  /** Absent: the route answers 204, or a file. */
  reply?: z.ZodType;
  /** In place of `reply`, where the answer is a file: its media type. */
  fileType?: string;
  /** 200 unless given. */
  status?: 200 | 201;
  /** Codes beyond those that every route can answer. */
  errors?: readonly ErrorCode[];
  /** An `Idempotency-Key` header is required. */
  idempotent?: true;
  /** Fields of the body that others will be shown: WeChat is asked about their words before they are kept. */
  published?: readonly string[];
  /** 100 KB unless given. */
  bodyLimitBytes?: number;
}

/** Keeps the literal types of a route table. */
export const defineRoutes = <const T extends Record<string, RouteDef>>(routes: T): T => routes;

type Parsed<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType } ? z.output<S> : undefined;
type Sent<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.input<S> }
  : { [P in K]?: undefined };

/** What a handler receives: the parsed parts of the request. */
export interface Input<R> {
  params: Parsed<R, 'params'>;
  query: Parsed<R, 'query'>;
  body: Parsed<R, 'body'>;
  upload: R extends { upload: Upload } ? Uint8Array : undefined;
}

/** What a handler returns. */
export type Reply<R> = R extends { fileType: string }
  ? FileReply
  : R extends { reply: infer S extends z.ZodType }
    ? z.input<S>
    : void;

/** What a client gives. */
export type CallInput<R> = Sent<R, 'params'> & Sent<R, 'query'> & Sent<R, 'body'>;

/** What a client receives. */
export type CallReply<R> = R extends { reply: infer S extends z.ZodType } ? z.output<S> : void;
