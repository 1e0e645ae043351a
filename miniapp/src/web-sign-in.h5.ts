import { routes } from '@/routes';
import type { WechatReturn } from './web-sign-in';

const STORED = 'linkang.webSignIn';

/** WeChat's own browser, in which the official account signs people in. */
export const isWechatBrowser = /MicroMessenger/i.test(navigator.userAgent);

let brought: Pick<WechatReturn, 'code' | 'state'> | undefined;

/**
 * Keeps what stands in the address after WeChat's page, and opens the sign-in page, which finishes. The address is
 * cleaned, so that nobody sends the code on with a link.
 */
export function keepWechatReturn(): void {
  const query = new URLSearchParams(window.location.search);
  const [code, state] = [query.get('code'), query.get('state')];
  if (!code || !state) return;
  brought = { code, state };
  window.history.replaceState(null, '', `${window.location.pathname}#${routes.signIn()}`);
}

/** What WeChat brought back, once; a key that is not there was another browser's. */
export function takeWechatReturn(): WechatReturn | undefined {
  if (!brought) return undefined;
  const back = brought;
  brought = undefined;
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as { key?: string; backTo?: string };
    sessionStorage.removeItem(STORED);
    return { ...back, key: stored.key ?? '-', backTo: stored.backTo ?? '' };
  } catch {
    return { ...back, key: '-', backTo: '' };
  }
}

/** Goes to WeChat's page. The key stays in this tab alone. */
export function leaveForWechat({ url, key }: { url: string; key: string }, backTo: string): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify({ key, backTo }));
  } catch {
    // A browser that stores nothing comes back without the key, and is told to use the phone.
  }
  window.location.href = url;
}
