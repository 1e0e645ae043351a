import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { networkOf, type Limit } from '../../platform/limits';
import type { RequestInfo } from '../../platform/module';
import type { SmsClient, SmsOutcome } from '../../platform/sms';
import { isDemo } from '../staff';
import { phoneKeyOf } from './account.identity';
import { countPhoneTry, insertPhoneCode, usePhoneCode } from './phone-code.model';

const VALID_SECONDS = 300;
const RESEND_SECONDS = 60;
const CODES = 1_000_000;

/** A code as it was typed, with its ticket. */
export interface TypedCode {
  phone: string;
  ticket: string;
  code: string;
}

const isLimited = (error: unknown): error is AppError => error instanceof AppError && error.code === 'RATE_LIMITED';

const sayWait = (seconds: number): string => {
  if (seconds < 120) return `${seconds}秒`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)}分钟` : `${Math.ceil(seconds / 3600)}小时`;
};

/** Uses a point up, and says in plain words when there is another one. @throws RATE_LIMITED */
async function consume(limit: Limit, key: string, why: string): Promise<void> {
  await limit.consume(key).catch((error: unknown) => {
    if (!isLimited(error)) throw error;
    const wait = sayWait(error.details.retryAfterSeconds ?? RESEND_SECONDS);
    throw new AppError('RATE_LIMITED', { ...error.details, detail: `${why}请${wait}后再试，或打电话给我们。` });
  });
}

/** Counts who asks, and for which phone. @throws RATE_LIMITED */
async function consumeAll(deps: Deps, phoneKey: string, accountId: string | undefined, request: RequestInfo) {
  const { limits } = deps;
  const often = '获取验证码的次数太多了，';
  if (accountId !== undefined) await consume(limits.codeByAccount, accountId, often);
  await consume(limits.codeByAddress, networkOf(request.address), often);
  await consume(limits.signInCodeMinute, phoneKey, '验证码刚刚发过，一分钟只能发一次。');
  await consume(limits.signInCodeDay, phoneKey, '这个手机号今天的5次验证码已经用完了，');
}

/**
 * Whether the phone may get one more message. Codes of claims count too; of those nobody may learn to which phone they
 * went, so that this limit is kept in silence.
 */
async function mayReach({ limits }: Deps, phoneKey: string): Promise<boolean> {
  try {
    await limits.codeMinuteByTarget.consume(`phone:${phoneKey}`);
    await limits.codeDayByTarget.consume(`phone:${phoneKey}`);
    return true;
  } catch (error) {
    if (isLimited(error)) return false;
    throw error;
  }
}

/** How the last message went: one that is not sent looks the same. */
let last: { tookMs: number; outcome: SmsOutcome } = { tookMs: 200, outcome: 'sent' };

async function deliver(sms: SmsClient, phone: string, code: string, isSent: boolean): Promise<SmsOutcome> {
  if (!isSent) {
    await sleep(last.tookMs);
    return last.outcome;
  }
  const begun = Date.now();
  const outcome = await sms.sendCode(phone, code);
  last = { tookMs: Date.now() - begun, outcome };
  return outcome;
}

const codeHashOf = (deps: Deps, id: string, code: string): string => deps.keyring.hash('phoneCode', `${id}:${code}`);
const idOf = (deps: Deps, ticket: string): string => deps.keyring.hash('phoneTicket', ticket);

/**
 * Sends a code to a phone, whether anybody is known by it or not.
 * @param accountId of the account that wants the phone; undefined for a sign-in
 * @throws NOT_FOUND where no messages are sent, RATE_LIMITED, SMS_UNAVAILABLE when it surely did not go out
 */
export async function sendPhoneCode(
  deps: Deps,
  phone: string,
  accountId: string | undefined,
  request: RequestInfo,
): Promise<Reply<AuthRoutes['sendCode']>> {
  const { sms } = deps;
  if (!sms) throw new AppError('NOT_FOUND');
  const phoneKey = phoneKeyOf(deps, phone);
  await consumeAll(deps, phoneKey, accountId, request);
  const ticket = randomBytes(24).toString('base64url');
  const code = String(randomInt(CODES)).padStart(6, '0');
  const id = idOf(deps, ticket);
  await insertPhoneCode({
    _id: id,
    phoneKey,
    codeHash: codeHashOf(deps, id, code),
    ...(accountId === undefined ? {} : { accountId }),
    tries: 0,
    expiresAt: new Date(request.now.getTime() + VALID_SECONDS * 1000),
  });
  if ((await deliver(sms, phone, code, await mayReach(deps, phoneKey))) === 'refused')
    throw new AppError('SMS_UNAVAILABLE');
  const shown = (await isDemo(deps)) ? await sms.lastCode?.(phone) : undefined;
  return {
    ticket,
    resendSeconds: RESEND_SECONDS,
    validSeconds: VALID_SECONDS,
    ...(shown === undefined ? {} : { demoCode: shown }),
  };
}

/**
 * Uses a code up: five tries, once, for the phone and the purpose for which it was asked.
 * @throws SMS_CODE_WRONG whatever is wrong
 */
export async function provePhone(
  deps: Deps,
  { phone, ticket, code }: TypedCode,
  accountId: string | undefined,
  now: Date,
): Promise<void> {
  const id = idOf(deps, ticket);
  const row = await countPhoneTry(id, now);
  const isRight =
    row !== null &&
    row.accountId === accountId &&
    row.phoneKey === phoneKeyOf(deps, phone) &&
    row.codeHash === codeHashOf(deps, id, code);
  if (!isRight || !(await usePhoneCode(id))) throw new AppError('SMS_CODE_WRONG');
}
