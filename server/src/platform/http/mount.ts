import { createHash } from 'node:crypto';
import { bodyParser } from '@koa/bodyparser';
import type Router from '@koa/router';
import { policies, routeTable, type Feature, type RouteName } from '@linkang/shared/api/index';
import type { PolicyRow } from '@linkang/shared/api/policy';
import type { FileReply, RouteDef, Upload } from '@linkang/shared/api/route';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { Context, Middleware } from 'koa';
import type { Actor } from '../actor';
import { checkPublished } from '../content-check';
import type { Deps } from '../deps';
import { buildIdempotency } from '../idempotency';
import type { Module, RefusalWatcher, RequestInfo } from '../module';
import { KeptReply } from './kept-reply';
import { faultsOf, fieldFault, notJson } from './problems';

export const API_PREFIX = '/api/v1';

const DEFAULT_BODY_BYTES = 100 * 1024;
const parsers = new Map<number, Middleware>();

/** One body parser a size; it stops reading at the limit, also inside a compressed body. */
const parserFor = (bytes: number): Middleware => {
  const made = parsers.get(bytes) ?? (bodyParser({ enableTypes: ['json'], jsonLimit: bytes }) as Middleware);
  parsers.set(bytes, made);
  return made;
};

const bearer = /^Bearer ([\w.~+/-]+=*)$/i;

/** Reads who calls. A token that is sent must be good, also where none is needed. */
function authenticate(ctx: Context, deps: Deps): Actor {
  const header = ctx.get('Authorization');
  if (!header) return { kind: 'anonymous' };
  const token = bearer.exec(header)?.[1];
  if (!token) throw new AppError('AUTH_EXPIRED');
  const actor = deps.tokens.readAccess(token);
  if (deps.revocations.has(actor.signInId)) throw new AppError('AUTH_EXPIRED');
  return actor;
}

/** @throws AUTH_REQUIRED, FORBIDDEN by the route's row of the policy table */
export function assertMayCall(row: PolicyRow, actor: Actor): void {
  if (row.public) return;
  if (actor.kind === 'anonymous') throw new AppError('AUTH_REQUIRED');
  if (actor.kind === 'resident' && !row.resident) throw new AppError('FORBIDDEN');
  if (actor.kind === 'staff' && !actor.roles.some((role) => row.staff?.includes(role))) throw new AppError('FORBIDDEN');
}

/** These ignore a token that a client sends: an old one, or one that says who reads. */
const namelessRoutes: readonly RouteName[] = [
  'auth.wechat',
  'auth.staff',
  'auth.refresh',
  'auth.ways',
  'auth.startOfficial',
  'auth.official',
  'auth.sendCode',
  'auth.signInByCode',
  'reading.count',
];

/** What is open to staff who have to change their password first; the centre's name heads the page on which they do. */
const beforePasswordChange: readonly RouteName[] = ['auth.me', 'auth.logout', 'auth.changePassword', 'centre.get'];

/** @throws PASSWORD_CHANGE_REQUIRED by a claim of the token, so that no request pays a read for it */
function assertPasswordIsOwn(name: RouteName, actor: Actor): void {
  if (actor.kind === 'staff' && actor.mustChangePassword && !beforePasswordChange.includes(name))
    throw new AppError('PASSWORD_CHANGE_REQUIRED');
}

/** What is open to staff whose role asks for a second factor that is not set up. */
const beforeOtp: readonly RouteName[] = [...beforePasswordChange, 'auth.otp', 'auth.startOtp', 'auth.confirmOtp'];

/** @throws OTP_SETUP_REQUIRED by a claim of the token */
function assertOtpIsSetUp(name: RouteName, actor: Actor): void {
  if (actor.kind === 'staff' && actor.mustSetUpOtp && !beforeOtp.includes(name))
    throw new AppError('OTP_SETUP_REQUIRED');
}

const noBody = async (): Promise<void> => undefined;

async function readBody(ctx: Context, route: RouteDef): Promise<unknown> {
  if (!route.body) return undefined;
  if (ctx.request.length !== 0 && ctx.get('Content-Type') && !ctx.is('json', '+json'))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  try {
    await parserFor(route.bodyLimitBytes ?? DEFAULT_BODY_BYTES)(ctx as never, noBody);
  } catch (error) {
    // Too large and of a foreign encoding are refusals of their own; every other fault lies in the text. It stays
    // behind here, for the parser hangs the whole body on its error.
    if ([413, 415].some((status) => (error as { status?: unknown }).status === status)) throw error;
    throw notJson();
  }
  return (ctx.request as { body?: unknown }).body ?? {};
}

const IMMUTABLE = `public, max-age=${365 * 86_400}, immutable`;

const tooLarge = ({ maxBytes }: Upload): AppError =>
  new AppError('PAYLOAD_TOO_LARGE', {
    detail: `文件太大，最大 ${Math.floor(maxBytes / 1024 / 1024)} MB，请缩小后再上传。`,
  });

/** Reads a file as it is sent, and no further than its limit. */
async function readUpload(ctx: Context, upload: Upload): Promise<Buffer> {
  if (!ctx.is(...upload.types) || ctx.get('Content-Encoding'))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: upload.hint });
  if ((ctx.request.length ?? 0) > upload.maxBytes) throw tooLarge(upload);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open when the limit is passed: the refusal goes back over the same connection.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > upload.maxBytes) throw tooLarge(upload);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answerFile(ctx: Context, type: string, file: FileReply): Promise<void> {
  ctx.status = 200;
  ctx.set('Cache-Control', IMMUTABLE);
  ctx.set('ETag', `"${file.etag}"`);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.body = Buffer.from(await file.read());
  ctx.type = type;
}

/** May be kept by whoever asks, and is asked for anew each time: it is sent only where it has changed. */
function answerKept(ctx: Context, { etag, body }: KeptReply): void {
  ctx.status = 200;
  ctx.set('Cache-Control', 'private, no-cache');
  ctx.set('ETag', etag);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = 'json';
  ctx.body = body;
}

/** What an `Idempotency-Key` stands for; of a file its hash, that it need not be written as text. */
const submittedOf = (input: Record<string, unknown>, upload: Buffer | undefined): unknown[] => [
  input.params,
  upload ? createHash('sha256').update(upload).digest('hex') : input.body,
];

/** Parses all parts of a request and reports every fault at once. */
function parseInput(route: RouteDef, ctx: Context, body: unknown): Record<string, unknown> {
  const faults: FieldFault[] = [];
  const input: Record<string, unknown> = {};
  const sources = { params: (ctx as unknown as { params: unknown }).params, query: { ...ctx.query }, body };
  for (const part of ['params', 'query', 'body'] as const) {
    const parsed = route[part]?.safeParse(sources[part], { reportInput: true });
    if (parsed?.success === false) faults.push(...faultsOf(part, parsed.error));
    input[part] = parsed?.data;
  }
  if (faults.length) throw new AppError('VALIDATION_FAILED', { fields: faults });
  return input;
}

/** @throws VALIDATION_FAILED when the header is missing or not 1 to 128 visible characters */
function readIdempotencyKey(ctx: Context): string {
  const key = ctx.get('Idempotency-Key');
  if (/^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new AppError('VALIDATION_FAILED', {
    fields: [fieldFault('header.Idempotency-Key', key ? 'TYPE' : 'MISSING', '缺少提交编号，请刷新后再试')],
  });
}

type Handler = (input: unknown, request: RequestInfo) => Promise<unknown>;

const requestOf = (ctx: Context, actor: Actor, deps: Deps): RequestInfo => ({
  actor,
  address: ctx.ip,
  userAgent: ctx.get('User-Agent').slice(0, 200),
  requestId: ctx.state.requestId as string,
  now: deps.clock.now(),
  trace: { keyring: deps.keyring, residentIds: new Set() },
});

const idOfPath = (ctx: Context): string | undefined => {
  const { id } = (ctx as unknown as { params: { id?: unknown } }).params;
  return typeof id === 'string' && /^[A-Za-z0-9:_-]{1,64}$/.test(id) ? id : undefined;
};

/** Tells the watchers; a refusal goes out also when one of them fails, since it gives nothing away. */
async function tellRefusal(
  watchers: readonly RefusalWatcher[],
  route: RouteName,
  ctx: Context,
  request: RequestInfo,
  error: AppError,
  deps: Deps,
): Promise<void> {
  const targetId = idOfPath(ctx);
  const refused = { route, request, error, ...(targetId === undefined ? {} : { targetId }) };
  for (const watch of watchers)
    await watch(refused).catch((fault: unknown) =>
      deps.log.error({ requestId: request.requestId, err: fault }, 'a refusal was not written down'),
    );
}

async function answer(
  ctx: Context,
  name: RouteName,
  route: RouteDef,
  handler: Handler,
  info: RequestInfo,
  deps: Deps,
): Promise<void> {
  const { actor } = info;
  assertPasswordIsOwn(name, actor);
  assertOtpIsSetUp(name, actor);
  assertMayCall(policies[name], actor);
  await deps.limits.requests(actor.kind === 'anonymous' ? ctx.ip : actor.accountId);
  const input = parseInput(route, ctx, await readBody(ctx, route));
  const upload = route.upload ? await readUpload(ctx, route.upload) : undefined;
  const request: RequestInfo & { idempotency?: unknown } = info;
  if (route.idempotent && actor.kind !== 'anonymous')
    request.idempotency = buildIdempotency(
      deps.keyring,
      actor,
      name,
      readIdempotencyKey(ctx),
      submittedOf(input, upload),
    );
  if (route.published)
    request.check = await checkPublished(deps, route.published, input.body as Record<string, unknown>);
  const reply = await handler({ ...input, upload }, request);
  if (route.fileType) return answerFile(ctx, route.fileType, reply as FileReply);
  if (reply instanceof KeptReply) return answerKept(ctx, reply);
  if (!route.reply) {
    ctx.status = 204;
    return;
  }
  // A reply that does not fit its schema is our fault and never leaves the house.
  ctx.body = route.reply.parse(reply);
  ctx.status = route.status ?? 200;
}

function handle(
  name: RouteName,
  route: RouteDef,
  handler: Handler,
  deps: Deps,
  watchers: readonly RefusalWatcher[],
): Middleware {
  return async (ctx) => {
    ctx.state.route = name;
    // What is told of somebody stays in no cache; files, which tell of nobody, say otherwise.
    ctx.set('Cache-Control', 'no-store');
    const actor = namelessRoutes.includes(name) ? ({ kind: 'anonymous' } as const) : authenticate(ctx, deps);
    if (actor.kind !== 'anonymous') ctx.state.actorId = actor.accountId;
    const request = requestOf(ctx, actor, deps);
    try {
      await answer(ctx, name, route, handler, request, deps);
    } catch (error) {
      if (error instanceof AppError) await tellRefusal(watchers, name, ctx, request, error, deps);
      throw error;
    }
  };
}

/**
 * Mounts a feature's routes from the route table.
 * @param routerAt gives the router in which a path belongs
 * @param watchers hear of every refusal; @param all every feature
 * @throws when a route has no handler or no policy row
 */
export function mountModule(
  routerAt: (path: string) => Router,
  module: Module,
  deps: Deps,
  watchers: readonly RefusalWatcher[] = [],
  all: readonly Module[] = [],
): void {
  const handlers = module.handlers(deps, all) as unknown as Record<string, Handler>;
  const routes: Record<string, RouteDef> = routeTable[module.feature];
  for (const [key, route] of Object.entries(routes)) {
    const name = `${module.feature}.${key}` as RouteName;
    const handler = handlers[key];
    if (!handler || !policies[name]) throw new Error(`route ${name} has no handler or no policy row`);
    routerAt(route.path)[route.method](route.path, handle(name, route, handler, deps, watchers) as never);
  }
}

/** Features of the route table that no module serves. */
export const unservedFeatures = (modules: Module[]): Feature[] =>
  (Object.keys(routeTable) as Feature[]).filter((feature) => !modules.some((module) => module.feature === feature));
