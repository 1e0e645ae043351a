import type { Deps } from '../../platform/deps';
import { inTransaction, Unmatched } from '../../platform/transaction';
import { residentsOfAccount } from '../resident';
import { closeSignInsOf } from '../sign-in';
import {
  accountKeyNames,
  addToAccount,
  deleteAccount,
  dropPhone,
  findAccount,
  type AccountDocument,
  type AccountParts,
} from './account.model';
import { openField, sealField } from './account.sealing';

/** Nobody is registered under the account and nobody let it act for them: it is no more than a way in. */
const isBare = async (deps: Deps, accountId: string): Promise<boolean> =>
  (await residentsOfAccount(accountId, deps.clock.now())).length === 0;

/** Whether no key of one account stands against another key of the other. */
const fit = (from: AccountDocument, into: AccountDocument): boolean =>
  accountKeyNames.every((name) => from[name] === undefined || into[name] === undefined);

/** Everything by which one account is known, encrypted for the place in the other. */
function partsFor(deps: Deps, from: AccountDocument, intoId: string): AccountParts {
  const { wechatKey, officialKey, unionKey, phoneKey } = from;
  const openId = openField(deps.keyring, from, 'openId');
  const phone = openField(deps.keyring, from, 'phone');
  return {
    ...(wechatKey === undefined ? {} : { wechatKey }),
    ...(officialKey === undefined ? {} : { officialKey }),
    ...(unionKey === undefined ? {} : { unionKey }),
    ...(phoneKey === undefined ? {} : { phoneKey }),
    ...(openId === undefined ? {} : { openId: sealField(deps.keyring, intoId, 'openId', openId) }),
    ...(phone === undefined ? {} : { phone: sealField(deps.keyring, intoId, 'phone', phone) }),
  };
}

/**
 * Hands all keys of a bare account to another one and removes it. Both are read anew where they are written, so that
 * whatever changed meanwhile ends it.
 * @returns false when they do not fit any more
 */
async function handOver(deps: Deps, fromId: string, intoId: string): Promise<boolean> {
  const done = await inTransaction(async (session) => {
    const from = await findAccount(fromId, session);
    const into = await findAccount(intoId, session);
    if (!from || !into || !fit(from, into)) return false;
    await deleteAccount(fromId, session);
    if (!(await addToAccount(intoId, partsFor(deps, from, intoId), [], session))) throw new Unmatched('account');
    return true;
  });
  if (done) await closeSignInsOf(deps, fromId, deps.clock.now());
  return done;
}

/**
 * Makes one account of two that are proven to be one person's. The one with people goes on; two with people stay two,
 * since records are put together at the desk alone.
 * @returns id of the account that goes on, or undefined
 */
export async function joinAccounts(deps: Deps, one: string, other: string): Promise<string | undefined> {
  if ((await isBare(deps, one)) && (await handOver(deps, one, other))) return other;
  if ((await isBare(deps, other)) && (await handOver(deps, other, one))) return one;
  return undefined;
}

const hasOtherKeys = (account: AccountDocument): boolean =>
  accountKeyNames.some((name) => name !== 'phoneKey' && account[name] !== undefined);

/** Takes a proven phone from a bare account, which goes on where it has other keys. */
export async function takePhone(deps: Deps, fromId: string, intoId: string, phoneKey: string): Promise<boolean> {
  if (!(await isBare(deps, fromId))) return false;
  return inTransaction(async (session) => {
    const from = await findAccount(fromId, session);
    const phone = from?.phoneKey === phoneKey ? openField(deps.keyring, from, 'phone') : undefined;
    if (!from || phone === undefined) return false;
    if (hasOtherKeys(from)) await dropPhone(fromId, session);
    else await deleteAccount(fromId, session);
    const parts = { phoneKey, phone: sealField(deps.keyring, intoId, 'phone', phone) };
    if (!(await addToAccount(intoId, parts, ['phoneKey'], session))) throw new Unmatched('account');
    return true;
  });
}
