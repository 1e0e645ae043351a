import { AppError } from '@linkang/shared/errors';
import type { Connection } from 'mongoose';
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';

/** A limit that is counted in the database, so that all processes share it. */
export interface Limit {
  /** @throws RATE_LIMITED with `Retry-After` when the key has used up its points */
  consume(key: string): Promise<void>;
  /** Whether the key has points left, without using one. @throws RATE_LIMITED */
  assertOpen(key: string): Promise<void>;
  /** Gives the key all its points back. */
  forget(key: string): Promise<void>;
}

export interface Limits {
  /** Staff sign-in failures by name and address. */
  staffByNameAndAddress: Limit;
  /** Staff sign-in failures by name, from wherever they come. */
  staffByName: Limit;
  /** WeChat sign-ins by address. */
  wechatByAddress: Limit;
  /** Registrations with an ID number that is known already, by account. */
  claimByAccount: Limit;
  /** Children registered by a guardian, by account: anybody can make up a certificate's number. */
  childByAccount: Limit;
  /** Requests to act for a relative, by account. */
  proxyByAccount: Limit;
  /** Phone numbers asked of WeChat, by account: each one costs the centre money. */
  phoneByAccount: Limit;
  /** Claims of a person who is known already, by account. */
  newClaimByAccount: Limit;
  /** Sign-ins that begin at the official account, by address. */
  officialByAddress: Limit;
  /** Codes for signing in, by phone. */
  signInCodeMinute: Limit;
  signInCodeDay: Limit;
  /** Codes that somebody asks for, to whatever phones, by address and by account. */
  codeByAddress: Limit;
  codeByAccount: Limit;
  /** All codes to a phone, by ID number and by phone: the one who is meant is protected, whoever asks. */
  codeMinuteByTarget: Limit;
  codeDayByTarget: Limit;
  /** Seats that an account asks for, counted in this process alone: a write for each would cost the release. */
  seatWishes(key: string): Promise<void>;
  /** Readings that are counted, by network, in this process alone: nobody reads so many articles. */
  readings(key: string): Promise<void>;
  /** All requests by address or user, counted in this process alone: a brake, not a rule. */
  requests(key: string): Promise<void>;
}

const refuse = (result: RateLimiterRes): never => {
  throw new AppError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) });
};

const settle = (error: unknown): never => {
  if (error instanceof RateLimiterRes) refuse(error);
  throw error;
};

const open: Limit = {
  consume: () => Promise.resolve(),
  assertOpen: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

/**
 * Whose address it is, for limits: of IPv6 the network of the subscriber, who has as many addresses in it as they
 * like.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail ? tail.split(':') : [])];
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

const REQUESTS_A_MINUTE = 6000;
const SEAT_WISHES_A_MINUTE = 120;
/** A whole home of the elderly behind one address. */
const READINGS_A_MINUTE = 120;
/** Longest time for which repeated failures close a key, and for how long they are remembered, in seconds. */
const LONGEST_LOCK_SECONDS = 86_400;
const LOCKS_REMEMBERED_SECONDS = 7 * 86_400;

/**
 * Makes the limits.
 * @param enabled false only in load tests
 */
export function makeLimits(connection: Connection, enabled: boolean): Limits {
  const count = (name: string, points: number, seconds: number) =>
    new RateLimiterMongo({
      storeClient: connection,
      tableName: 'rateLimits',
      keyPrefix: name,
      points,
      duration: seconds,
      disableIndexesCreation: true,
      // With the store down people are let through, at the same rate a process.
      insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }),
    });

  const limit = (name: string, points: number, seconds: number): Limit => {
    if (!enabled) return open;
    const limiter = count(name, points, seconds);
    return {
      consume: (key) => limiter.consume(key).then(() => undefined, settle),
      async assertOpen(key) {
        const state = await limiter.get(key);
        if (state && state.consumedPoints >= points && state.msBeforeNext > 0) refuse(state);
      },
      forget: (key) => limiter.delete(key).then(() => undefined),
    };
  };

  /** The same, but each time the points are used up closes the key for twice as long as the last time. */
  const growing = (name: string, points: number, seconds: number): Limit => {
    if (!enabled) return open;
    const failures = count(name, points, seconds);
    const locks = count(`${name}Locks`, Number.MAX_SAFE_INTEGER, LOCKS_REMEMBERED_SECONDS);
    const base = limit(name, points, seconds);
    return {
      ...base,
      async consume(key) {
        // Of many at once exactly one takes the last point.
        if ((await failures.consume(key).catch(settle)).consumedPoints !== points) return;
        const { consumedPoints: times } = await locks.consume(key);
        await failures.block(key, Math.min(seconds * 2 ** (times - 1), LONGEST_LOCK_SECONDS));
      },
      async forget(key) {
        await Promise.all([base.forget(key), locks.delete(key)]);
      },
    };
  };

  /** Counted in this process alone: a brake, not a rule. */
  const brake = (points: number) => {
    const limiter = new RateLimiterMemory({ points, duration: 60 });
    return async (key: string): Promise<void> => {
      if (enabled) await limiter.consume(key).catch(settle);
    };
  };

  return {
    staffByNameAndAddress: growing('staffByNameAndAddress', 5, 900),
    staffByName: limit('staffByName', 30, 900),
    wechatByAddress: limit('wechatByAddress', 600, 60),
    claimByAccount: limit('claimByAccount', 5, 3600),
    childByAccount: limit('childByAccount', 5, 3600),
    proxyByAccount: limit('proxyByAccount', 5, 3600),
    phoneByAccount: limit('phoneByAccount', 10, 3600),
    newClaimByAccount: limit('newClaimByAccount', 5, 3600),
    officialByAddress: limit('officialByAddress', 600, 60),
    signInCodeMinute: limit('signInCodeMinute', 1, 60),
    signInCodeDay: limit('signInCodeDay', 5, 86_400),
    codeByAddress: limit('codeByAddress', 30, 3600),
    codeByAccount: limit('codeByAccount', 10, 3600),
    codeMinuteByTarget: limit('codeMinuteByTarget', 1, 60),
    codeDayByTarget: limit('codeDayByTarget', 5, 86_400),
    seatWishes: brake(SEAT_WISHES_A_MINUTE),
    readings: brake(READINGS_A_MINUTE),
    requests: brake(REQUESTS_A_MINUTE),
  };
}
