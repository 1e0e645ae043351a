import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import type { WechatPerson } from '../../platform/wechat-login';
import { joinAccounts } from './account.joining';
import {
  addToAccount,
  findAccount,
  findAccountBy,
  insertAccount,
  type AccountDocument,
  type AccountParts,
} from './account.model';
import { openField, sealField } from './account.sealing';

/** Rounds in which somebody else may have been faster. */
const ROUNDS = 5;

const newId = (): string => new mongoose.Types.ObjectId().toHexString();

/** The keyed hash by which a phone is known, the same as in the residents' rows. */
export const phoneKeyOf = (deps: Deps, phone: string): string => deps.keyring.hash('phone', phone);

/** Tries until nobody comes in between. @throws BUSY */
async function untilSettled<T>(round: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < ROUNDS; i += 1) {
    const result = await round();
    if (result !== undefined) return result;
  }
  throw new AppError('BUSY', { retryAfterSeconds: 1 });
}

interface WechatKeys {
  name: 'wechatKey' | 'officialKey';
  key: string;
  unionKey: string | undefined;
  /** What the identity brings into an account. */
  partsFor: (accountId: string) => AccountParts;
}

function keysOf(deps: Deps, app: 'mini' | 'official', { openId, unionId }: WechatPerson): WechatKeys {
  const unionKey = unionId === undefined ? undefined : deps.keyring.hash('unionId', unionId);
  if (app === 'official') {
    const key = deps.keyring.hash('officialId', openId);
    return { name: 'officialKey', key, unionKey, partsFor: () => ({ officialKey: key }) };
  }
  const key = deps.keyring.hash('openId', openId);
  return {
    name: 'wechatKey',
    key,
    unionKey,
    partsFor: (id) => ({ wechatKey: key, openId: sealField(deps.keyring, id, 'openId', openId) }),
  };
}

/** Adds a union id that WeChat told for the first time; where it leads to another account, the two come together. */
async function adoptUnion(
  deps: Deps,
  account: AccountDocument,
  unionKey: string | undefined,
): Promise<string | undefined> {
  const { _id: id } = account;
  if (unionKey === undefined || account.unionKey !== undefined) return id;
  const kin = await findAccountBy('unionKey', unionKey);
  if (!kin) return (await addToAccount(id, { unionKey })) ? id : undefined;
  return (await joinAccounts(deps, id, kin._id)) ?? id;
}

/**
 * The account of somebody whom WeChat named, made at the first sign-in. The mini-program and the official account know
 * the same person by different ids; a union id makes them one account, at whichever of them it is told first.
 * @returns its id
 */
export function accountOfWechat(deps: Deps, app: 'mini' | 'official', person: WechatPerson): Promise<string> {
  const { name, key, unionKey, partsFor } = keysOf(deps, app, person);
  return untilSettled(async () => {
    const known = await findAccountBy(name, key);
    if (known) return adoptUnion(deps, known, unionKey);
    const kin = unionKey === undefined ? null : await findAccountBy('unionKey', unionKey);
    if (kin && kin[name] === undefined) return (await addToAccount(kin._id, partsFor(kin._id))) ? kin._id : undefined;
    const id = newId();
    // A union id with another open id in the same program cannot be: the open id is believed.
    const union = unionKey === undefined || kin ? {} : { unionKey };
    const account = { _id: id, kind: 'resident' as const, ...partsFor(id), ...union, createdAt: deps.clock.now() };
    return (await insertAccount(account)) ? id : undefined;
  });
}

/** The account of a phone that was just proved, made at the first sign-in. @returns its id */
export function accountOfPhone(deps: Deps, phone: string): Promise<string> {
  const phoneKey = phoneKeyOf(deps, phone);
  return untilSettled(async () => {
    const known = await findAccountBy('phoneKey', phoneKey);
    if (known) return known._id;
    const id = newId();
    const sealed = sealField(deps.keyring, id, 'phone', phone);
    const account = { _id: id, kind: 'resident' as const, phoneKey, phone: sealed, createdAt: deps.clock.now() };
    return (await insertAccount(account)) ? id : undefined;
  });
}

/** Adds a proven phone to an account, in place of an older one. @returns false when it leads to another account */
export function addPhone(deps: Deps, accountId: string, phone: string): Promise<boolean> {
  const parts = { phoneKey: phoneKeyOf(deps, phone), phone: sealField(deps.keyring, accountId, 'phone', phone) };
  return addToAccount(accountId, parts, ['phoneKey']);
}

/** The open id behind an account, or undefined where it has none. */
export async function openIdOf(deps: Deps, accountId: string): Promise<string | undefined> {
  const account = await findAccount(accountId);
  return account ? openField(deps.keyring, account, 'openId') : undefined;
}

/** The phone with which an account signs in, or undefined. */
export async function phoneOf(deps: Deps, accountId: string): Promise<string | undefined> {
  const account = await findAccount(accountId);
  return account ? openField(deps.keyring, account, 'phone') : undefined;
}
