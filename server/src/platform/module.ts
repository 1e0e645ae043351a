import type { Input, Reply, RouteDef } from '@linkang/shared/api/route';
import type { Feature } from '@linkang/shared/api/index';
import type { Actor, ResidentActor, SignedIn, StaffActor } from './actor';
import type { Deps } from './deps';
import type { Idempotency } from './idempotency';
import type { Job } from './jobs';

/** What a handler knows of the request besides its parsed parts. */
export interface RequestInfo<A extends Actor = Actor> {
  actor: A;
  /** Address of the caller, for limits and evidence. */
  address: string;
  userAgent: string;
  requestId: string;
  now: Date;
}

/** The same for routes that need an `Idempotency-Key`. */
export interface IdempotentRequestInfo extends RequestInfo<SignedIn> {
  idempotency: Idempotency;
}

type InfoOf<R> = R extends { idempotent: true } ? IdempotentRequestInfo : RequestInfo;

/** One handler a route, typed by its schemas. */
export type Handlers<T extends Record<string, RouteDef>> = {
  [K in keyof T]: (input: Input<T[K]>, request: InfoOf<T[K]>) => Promise<Reply<T[K]>>;
};

/** What a feature gives to the application. */
export interface Module {
  feature: Feature;
  handlers(deps: Deps): Record<string, (input: never, request: never) => Promise<unknown>>;
  jobs?(deps: Deps): Job[];
}

/** The caller, signed in; the policy table lets nobody else reach such a route. */
export function asSignedIn(actor: Actor): SignedIn {
  if (actor.kind === 'anonymous') throw new Error('route is open to anybody');
  return actor;
}

/** The caller as a resident; the policy table lets nobody else reach such a route. */
export function asResident(actor: Actor): ResidentActor {
  if (actor.kind !== 'resident') throw new Error('route is open to others than residents');
  return actor;
}

/** The caller as staff; the policy table lets nobody else reach such a route. */
export function asStaff(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw new Error('route is open to others than staff');
  return actor;
}
