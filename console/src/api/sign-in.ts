import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useSyncExternalStore } from 'react';

/** The signed-in member of staff. */
export type StaffAccount = CallReply<AuthRoutes['staff']>['account'];

/** The tokens and account of one sign-in. */
export interface SignIn {
  accessToken: string;
  refreshToken: string;
  account: StaffAccount;
}

/** Why nobody is signed in. */
export type SignedOutReason = 'none' | 'left' | 'expired';

const STORAGE_KEY = 'linkang.console.signIn';

const isSignIn = (value: unknown): value is SignIn =>
  typeof value === 'object' &&
  value !== null &&
  'accessToken' in value &&
  'refreshToken' in value &&
  'account' in value;

function readStored(): SignIn | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    return isSignIn(value) ? value : null;
  } catch {
    return null;
  }
}

let current: SignIn | null = readStored();
let reason: SignedOutReason = 'none';
/** Whose console is locked: signed out, with the page as it was. */
let locked: StaffAccount | null = null;
const listeners = new Set<() => void>();

function change(next: SignIn | null): void {
  current = next;
  // The tab's own storage: closing the tab signs out on a shared computer.
  if (next) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  else sessionStorage.removeItem(STORAGE_KEY);
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The sign-in of this tab, if there is one. */
export const currentSignIn = (): SignIn | null => current;

/** Why nobody is signed in; for the sign-in page. */
export const signedOutReason = (): SignedOutReason => reason;

/** Keeps a sign-in, or the new tokens of the same one. */
export function keepSignIn(signIn: SignIn): void {
  reason = 'none';
  locked = null;
  change(signIn);
}

/** Forgets the sign-in of this tab. */
export function endSignIn(why: 'left' | 'expired'): void {
  reason = why;
  locked = null;
  change(null);
}

/** Forgets the tokens and keeps the page, until the same person signs in again. */
export function lockSignIn(): void {
  locked = current?.account ?? null;
  change(null);
}

const shownAccount = (): StaffAccount | null => current?.account ?? locked;
const lockedAccount = (): StaffAccount | null => locked;

/** The account whose pages are shown, following sign-in and sign-out; also while they are locked. */
export const useAccount = (): StaffAccount | null => useSyncExternalStore(subscribe, shownAccount);

/** The account whose console is locked, or null. */
export const useLockedAccount = (): StaffAccount | null => useSyncExternalStore(subscribe, lockedAccount);
