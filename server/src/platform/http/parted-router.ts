import Router from '@koa/router';
import type { Middleware } from 'koa';

interface Part {
  router: Router;
  routes: Middleware;
  allowedMethods: Middleware;
}

/**
 * A router for each first part of a path. @koa/router tries every route in its turn; with all of the centre's routes in
 * one, finding the right one took as long as answering.
 */
export class PartedRouter {
  private readonly parts = new Map<string, Part>();

  /** @param prefix stands before every path, without a slash at its end */
  constructor(private readonly prefix: string) {}

  /** The router in which a route of this path belongs. @param path without the prefix, with a slash at its start */
  readonly routerAt = (path: string): Router => {
    const name = path.split('/', 2)[1] ?? '';
    const known = this.parts.get(name);
    if (known) return known.router;
    const router = new Router({ prefix: this.prefix });
    const part = { router, routes: router.routes(), allowedMethods: router.allowedMethods() };
    this.parts.set(name, part as unknown as Part);
    return router;
  };

  private middleware(pick: (part: Part) => Middleware): Middleware {
    const start = `${this.prefix}/`;
    return (ctx, next) => {
      const part = ctx.path.startsWith(start) && this.parts.get(ctx.path.slice(start.length).split('/', 1)[0] ?? '');
      return part ? pick(part)(ctx, next) : next();
    };
  }

  /** Answers what a route is there for. */
  readonly routes = (): Middleware => this.middleware(({ routes }) => routes);

  /** Says which methods there are where a path is known and the method is not. */
  readonly allowedMethods = (): Middleware => this.middleware(({ allowedMethods }) => allowedMethods);
}
