import { useVersion } from '@/stores/version';

/** A page that stays open asks for a new version at most so often, in milliseconds. */
const ASK_EVERY_MS = 10 * 60_000;

interface VersionMessage {
  kind: 'version';
  files: string[];
}

const isVersion = (data: unknown): data is VersionMessage =>
  typeof data === 'object' && data !== null && (data as VersionMessage).kind === 'version';

/** Whether the files of the running page belong to another version than the worker's. */
const isOld = ({ files }: VersionMessage): boolean =>
  Array.from(document.querySelectorAll<HTMLScriptElement>('script[defer][src]')).some(
    ({ src }) => !files.includes(new URL(src).pathname),
  );

async function follow(): Promise<void> {
  const workers = navigator.serviceWorker;
  workers.addEventListener('message', ({ data }) => {
    if (isVersion(data) && isOld(data)) useVersion.setState({ isOld: true });
  });
  const registration = await workers.register('/worker.js', { updateViaCache: 'none' });
  let askedMs = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - askedMs < ASK_EVERY_MS) return;
    askedMs = Date.now();
    registration.update().catch(() => undefined);
  });
}

/**
 * In the browser: a worker keeps the program for days without network, and says when a newer version is there. Where
 * there is none (an old browser, a private window, a page without https) the program works as before.
 */
export function followUpdates(): void {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
  // After everything that the first page needs.
  if (document.readyState === 'complete') follow().catch(() => undefined);
  else window.addEventListener('load', () => void follow().catch(() => undefined), { once: true });
}
