import type { Page, Request } from 'playwright-core';

const QUIET_MS = 120;
const LONGEST_MS = 15_000;
const LOOK_MS = 20;

/** Requests of each page that nobody has answered yet. */
const asked = new WeakMap<Page, Set<Request>>();

/** Begins to count a page's requests, once. */
function follow(page: Page): Set<Request> {
  const known = asked.get(page);
  if (known) return known;
  const open = new Set<Request>();
  asked.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  // Also of those whose document has gone.
  page.on('requestfailed', (request) => open.delete(request));
  return open;
}

/** Follows a page's requests from now on, so that `untilQuiet` knows of them. */
export const followRequests = (page: Page): void => void follow(page);

/** Nothing slides, fades or grows any more; what turns for ever does not count. */
const isStill = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );

/** Waits until a page has asked for nothing and nothing has moved for a moment, much shorter than `networkidle`. */
export async function untilQuiet(page: Page): Promise<void> {
  const open = follow(page);
  const deadline = performance.now() + LONGEST_MS;
  for (let quietSince = performance.now(); performance.now() - quietSince < QUIET_MS;) {
    await page.waitForTimeout(LOOK_MS);
    if (open.size > 0 || !(await isStill(page))) quietSince = performance.now();
    if (performance.now() > deadline)
      throw new Error(`the page does not come to rest: ${[...open].map((request) => request.url()).join(' ')}`);
  }
  await page.evaluate(() => document.fonts.ready);
}
