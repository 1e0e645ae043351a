import { randomInt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { findClaimable, type Claimable } from '../resident';
import { keepOutcome, takeDueCode, type ClaimCode, type ClaimRow } from './claim.model';
import { openCode, openName, sealField } from './claim.sealing';

const VALID_MS = 5 * 60_000;
/** Codes that one run of the job sends at most. */
const BATCH = 50;
const DIGITS = 1_000_000;

/** Six random digits. */
export const sixDigits = (): string => String(randomInt(DIGITS)).padStart(6, '0');

/** Uses up a point of both limits. @throws RATE_LIMITED */
async function consume(deps: Deps, target: string): Promise<void> {
  await deps.limits.codeMinuteByTarget.consume(target);
  await deps.limits.codeDayByTarget.consume(target);
}

const isMobile = (phone: string | null): phone is string => phone !== null && /^1\d{10}$/.test(phone);

/**
 * The one to whom codes go: the name fits, there is a mobile on file, and the person has no account yet. Whoever has
 * one changes it at the desk alone, so that a borrowed phone never takes a person away.
 */
async function findReachable(deps: Deps, row: ClaimRow): Promise<(Claimable & { phone: string }) | undefined> {
  const person = await findClaimable(deps, row.idHash);
  if (!person || person.name !== openName(deps.keyring, row)) return undefined;
  if (person.accountId !== undefined || !isMobile(person.phone)) return undefined;
  return { ...person, phone: person.phone };
}

const isLimited = (error: unknown): error is AppError => error instanceof AppError && error.code === 'RATE_LIMITED';

/**
 * A new code. Its limits count the one who is meant: the ID number, known or not, which the account is told of, and
 * the phone, which may be shared by a family, in silence.
 * @throws RATE_LIMITED
 */
export async function makeCode(deps: Deps, row: ClaimRow, now: Date): Promise<ClaimCode> {
  await consume(deps, `id:${row.idHash}`).catch((error: unknown) => {
    if (!isLimited(error)) throw error;
    throw new AppError('RATE_LIMITED', {
      ...error.details,
      detail: '验证码一分钟只能获取一次，一天最多五次。请等一等再试，或带身份证到前台办理。',
    });
  });
  const person = await findReachable(deps, row);
  // The same steps where there is no phone: nothing may show by how long the answer takes.
  const isFree = await consume(deps, `phone:${person?.phoneHash ?? row.idHash}`).then(
    () => true,
    (error: unknown) => {
      if (isLimited(error)) return false;
      throw error;
    },
  );
  return {
    sealed: sealField(deps.keyring, row._id, 'code.sealed', sixDigits()),
    state: person && isFree ? 'due' : 'none',
    askedAt: now,
    validUntil: new Date(now.getTime() + VALID_MS),
    tries: 0,
  };
}

/** The person whom a code proves; undefined where it is wrong or was sent to nobody. */
export async function provenBy(deps: Deps, row: ClaimRow, typed: string): Promise<Claimable | undefined> {
  const person = await findReachable(deps, row);
  const { code } = row;
  if (!code) return undefined;
  const expected = openCode(deps.keyring, row._id, code.sealed);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(typed))) return undefined;
  return code.state === 'none' ? undefined : person;
}

async function sendOne(deps: Deps, row: ClaimRow): Promise<ClaimCode['state']> {
  const person = await findReachable(deps, row);
  if (!deps.sms || !row.code || !person) return 'refused';
  return deps.sms.sendCode(person.phone, openCode(deps.keyring, row._id, row.code.sealed));
}

/** Sends the codes that were asked for. One whose sending was cut off is not sent again: the person asks anew. */
export async function sendDueCodes(deps: Deps): Promise<void> {
  for (let sent = 0; sent < BATCH; sent += 1) {
    const row = await takeDueCode();
    if (!row?.code) return;
    await keepOutcome(row._id, row.code.sealed, await sendOne(deps, row));
  }
}
