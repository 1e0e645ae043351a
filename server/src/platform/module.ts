import type { Input, Reply, RouteDef } from '@linkang/shared/api/route';
import type { Feature, RouteName } from '@linkang/shared/api/index';
import type { MergeCause } from '@linkang/shared/domain/merge-causes';
import type { RecordFacts } from '@linkang/shared/domain/plan-progress';
import type { Reading } from '@linkang/shared/domain/recheck';
import type { AppError } from '@linkang/shared/errors';
import type { Actor, ResidentActor, SignedIn, StaffActor } from './actor';
import type { ContentCheck } from './content-check';
import type { Deps } from './deps';
import type { KeptReply } from './http/kept-reply';
import type { PictureWatcher } from './http/wechat-push';
import type { Idempotency } from './idempotency';
import type { RetentionKey, TimedKey } from './config';
import type { Job } from './jobs';
import type { Keyring } from './keyring';

/** What is known by now of whose data a request touches; one object for the whole request, however it is copied. */
export interface RequestTrace {
  /** Signs what is written into the audit log. */
  keyring: Keyring;
  /** Whose data were touched, or asked for in vain. */
  residentIds: Set<string>;
  /** The own person of a relative who acts for another. */
  relativeId?: string;
}

/** What a handler knows of the request besides its parsed parts. */
export interface RequestInfo<A extends Actor = Actor> {
  actor: A;
  /** Address of the caller, for limits and evidence. */
  address: string;
  userAgent: string;
  requestId: string;
  now: Date;
  trace: RequestTrace;
  /** What WeChat says of the words, of routes that publish some. */
  check?: ContentCheck;
}

/** A request that was refused. */
export interface Refused {
  route: RouteName;
  request: RequestInfo;
  /** The object that the address names, if it has the form of an id. */
  targetId?: string;
  error: AppError;
}

/** Hears of every refusal before it goes out. */
export type RefusalWatcher = (refused: Refused) => Promise<void>;

/** The same for routes that need an `Idempotency-Key`. */
export interface IdempotentRequestInfo extends RequestInfo<SignedIn> {
  idempotency: Idempotency;
}

type InfoOf<R> = R extends { idempotent: true } ? IdempotentRequestInfo : RequestInfo;

/** One handler a route, typed by its schemas. */
export type Handlers<T extends Record<string, RouteDef>> = {
  [K in keyof T]: (input: Input<T[K]>, request: InfoOf<T[K]>) => Promise<Reply<T[K]> | KeptReply<Reply<T[K]>>>;
};

/** Somebody with the own account. */
export interface AccountPerson {
  residentId: string;
  accountId: string;
}

/** One kind of data that a feature keeps of a person: a row of the retention table. */
export interface PersonalStore {
  key: RetentionKey;
  /** Whose rows it answers for; every collection that names a person has such a store. */
  collections: readonly string[];
  /** How much there is to erase. */
  count(deps: Deps, person: AccountPerson): Promise<number>;
  /** Erases it, or takes away whose it was; running it again changes nothing. */
  erase(deps: Deps, person: AccountPerson, now: Date): Promise<void>;
}

/** One kind of data whose time runs out by itself: a row of the retention table. */
export interface TimedStore {
  key: TimedKey;
  collections: readonly string[];
  /** How much is older than an instant. */
  count(deps: Deps, before: Date): Promise<number>;
  /** Removes some of it, or takes away whose it was. @returns how much; less than the limit: nothing is left */
  remove(deps: Deps, before: Date, limit: number): Promise<number>;
}

/** What a feature keeps of a person, in a form that people and machines can read. */
export interface PersonalSection {
  key: string;
  title: string;
  /** Names of the fields in the person's language. */
  labels: Readonly<Record<string, string>>;
  rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
}

/** Two records of one person, of which one goes into the other. */
export interface PersonPair {
  /** The record that stays. */
  stayId: string;
  /** The record that goes into it. */
  awayId: string;
  /** The accounts whose own person they are. */
  stayAccountId?: string;
  awayAccountId?: string;
  /** The account that has the person afterwards. */
  accountId?: string;
  /** The member of staff who says that they are one. */
  by: string;
}

/** Something of theirs that stands in the way, and which. */
export interface Obstacle {
  cause: MergeCause;
  about: string;
}

/** How the rows that a feature keeps of a person go over to another record of the same person. */
export interface MergePart {
  /** What would be in the way; unique indexes decide when it comes to it. */
  obstacles?(deps: Deps, pair: PersonPair): Promise<Obstacle[]>;
  /** Moves what can be moved; running it again changes nothing. @returns what could not be moved */
  move(deps: Deps, pair: PersonPair, now: Date): Promise<Obstacle[]>;
  /** How much there is of a person, for whoever compares two records. */
  count?(residentId: string): Promise<{ name: string; count: number }>;
}

/** Something that was done for a person: a line of the record's timeline, and what ticks a plan by itself. */
export interface ServedEvent {
  /** `<kind>:<id of the record>`. */
  id: string;
  residentId: string;
  /** The clinic day on which it was done. */
  day: string;
  at: Date;
  /** What it was, in the person's words; no values. */
  title: string;
  /** What the rules of plans know of it; missing of what fulfils nothing. */
  facts?: RecordFacts;
  /** The member of staff who did it. */
  staffId?: string;
}

/** Which of it is looked for. */
export interface ServedRange {
  residentIds: readonly string[];
  /** First and last day. */
  fromDay?: string;
  toDay?: string;
  /** Only what comes after this in the order newest first. */
  before?: { at: Date; id: string };
  /** The newest so many of each person. */
  limit: number;
}

/** Finds what a feature did for people, the newest first, by one indexed query. */
export type ServedSource = (deps: Deps, range: ServedRange) => Promise<ServedEvent[]>;

/** Finds the values of a person from a day on that rules count days of, by the codes of the physical's items. */
export type ReadingSource = (deps: Deps, residentId: string, fromDay: string) => Promise<Reading[]>;

/** What a feature gives to the application. */
export interface Module {
  feature: Feature;
  /** `all`: every feature, for what reaches through all of them. */
  handlers(deps: Deps, all?: readonly Module[]): Record<string, (input: never, request: never) => Promise<unknown>>;
  jobs?(deps: Deps, all?: readonly Module[]): Job[];
  onRefusal?(deps: Deps): RefusalWatcher;
  /** Hears what WeChat says of pictures. */
  onPicture?(deps: Deps): PictureWatcher;
  /** Everything that it keeps of a person, for the person. */
  personalData?(deps: Deps, person: AccountPerson): Promise<PersonalSection[]>;
  /** What it keeps of people, by rows of the retention table. */
  personalStores?: readonly PersonalStore[];
  /** How its rows follow when two records of one person become one. */
  merging?: MergePart;
  /** What it keeps for a time, by rows of the retention table. */
  timedStores?: readonly TimedStore[];
  /** What it did for people; every feature that keeps records of services has it. */
  served?: ServedSource;
  /** Values that it keeps of a person and that count when a value is measured on several days. */
  readings?: ReadingSource;
  /** Ends what still runs for somebody who leaves; running it again changes nothing. */
  endService?(deps: Deps, person: AccountPerson, now: Date): Promise<void>;
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
