import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { constants } from 'node:zlib';
import Router from '@koa/router';
import { AppError } from '@linkang/shared/errors';
import Koa from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import mount from 'koa-mount';
import serve from 'koa-static';
import { isMigrated } from './platform/database';
import type { Deps } from './platform/deps';
import { API_PREFIX, mountModule, unservedFeatures } from './platform/http/mount';
import { problems } from './platform/http/problems';
import { buildOpenApi } from './platform/http/openapi';
import { PartedRouter } from './platform/http/parted-router';
import { wechatPushRouter } from './platform/http/wechat-push';
import type { Module } from './platform/module';

/** Folders of the built front ends; a missing one is not served. */
export interface FrontEnds {
  h5?: string;
  console?: string;
}

/** What the process reports of itself. */
export interface Readiness {
  /** False while starting and from SIGTERM on. */
  ready: boolean;
}

const YEAR_MS = 365 * 86_400_000;
/** A fifth smaller than gzip in about the same time; the highest takes seconds. */
const BROTLI_QUALITY = 5;
const OPEN_API_PATH = '/openapi.json';

const helmetHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Ant Design and Taro write style elements at run time.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
});

/**
 * The headers are the same for every answer: they are worked out for the first one, and only set on the others. Going
 * through all of helmet took as long as finding and sending an article.
 */
const security = (): Koa.Middleware => {
  let headers: [string, string][] | undefined;
  return async (ctx, next) => {
    if (headers) for (const [name, value] of headers) ctx.res.setHeader(name, value);
    else {
      const before = new Set(ctx.res.getHeaderNames());
      await helmetHeaders(ctx as never, async () => undefined);
      headers = Object.entries(ctx.res.getHeaders()).flatMap(([name, value]) =>
        before.has(name) ? [] : [[name, String(value)]],
      );
    }
    await next();
  };
};

const addOpenApi = (router: Router): void => {
  // Made when it is first asked for: it would be a good part of the time that a start takes.
  let text: string | undefined;
  router.get(OPEN_API_PATH, (ctx) => {
    ctx.type = 'application/json';
    ctx.body = text ??= JSON.stringify(buildOpenApi());
  });
};

const apiRouter = (modules: Module[], deps: Deps): PartedRouter => {
  const missing = unservedFeatures(modules);
  if (missing.length) throw new Error(`features without a module: ${missing.join(', ')}`);
  const router = new PartedRouter(API_PREFIX);
  const watchers = modules.flatMap((module) => module.onRefusal?.(deps) ?? []);
  for (const module of modules) mountModule(router.routerAt, module, deps, watchers, modules);
  addOpenApi(router.routerAt(OPEN_API_PATH));
  return router;
};

/** `/healthz`: the process lives. `/readyz`: the database can be written, is migrated, and the process takes work. */
const healthRouter = (deps: Deps, readiness: Readiness): Router => {
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async (ctx) => {
    const writable = await deps.connection
      .collection<{ _id: string; at: Date }>('probes')
      .updateOne({ _id: 'ready' }, { $set: { at: deps.clock.now() } }, { upsert: true, maxTimeMS: 2000 })
      .then(() => isMigrated(deps.connection))
      .catch(() => false);
    const ready = readiness.ready && writable;
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? 'ready' : 'notReady' };
  });
  return router;
};

/** Files with a hash in their name may be kept for a year; index.html never. */
const setCaching = (response: { setHeader(name: string, value: string): void }, file: string): void => {
  const hashed = /[.-][\w-]{8,}\.(js|css|woff2?|png|svg|jpg)$/.test(file);
  response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache');
};

function serveFrontEnds(app: Koa, frontEnds: FrontEnds): void {
  app.use(compress({ threshold: 2048, br: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } } }));
  if (frontEnds.console && existsSync(frontEnds.console)) {
    const site = new Koa();
    site.use(serve(frontEnds.console, { setHeaders: setCaching }));
    // The console routes by path: whatever is no file is its start page.
    site.use(async (ctx, next) => {
      if (ctx.method !== 'GET' || path.extname(ctx.path)) return next();
      ctx.path = '/index.html';
      return serve(frontEnds.console as string, { setHeaders: setCaching })(ctx as never, next);
    });
    app.use(mount('/console', site));
  }
  if (frontEnds.h5 && existsSync(frontEnds.h5)) app.use(serve(frontEnds.h5, { setHeaders: setCaching }));
}

/** Builds the application: middleware in order, then every feature, then the front ends. */
export function createApp(deps: Deps, modules: Module[], frontEnds: FrontEnds, readiness: Readiness): Koa {
  const app = new Koa({ proxy: deps.env.trustedProxies > 0, maxIpsCount: deps.env.trustedProxies });
  app.silent = true;
  app.use(async (ctx, next) => {
    ctx.state.requestId = randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId as string);
    await next();
  });
  app.use(problems(deps.log));
  app.use(security());

  const health = healthRouter(deps, readiness);
  const api = apiRouter(modules, deps);
  const allowedMethods = api.allowedMethods();
  app.use(health.routes());
  const pictureWatchers = modules.flatMap((module) => module.onPicture?.(deps) ?? []);
  app.use(wechatPushRouter(deps, pictureWatchers).routes());
  app.use(api.routes());
  app.use(async (ctx, next) => {
    await allowedMethods(ctx, next);
    // The router names the methods that there are in Allow; the refusal is ours.
    if (ctx.status !== 405 && ctx.status !== 501) return;
    throw new AppError(ctx.response.get('Allow') ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND');
  });
  serveFrontEnds(app, frontEnds);
  return app;
}
