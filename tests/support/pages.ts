import type { Locator, Page } from 'playwright-core';
import { bodyOf } from './answers';
import { keepPicture, overflowOf, seriousFindings } from './browser';
import { Caller } from './http';

/** Password of everybody in the demo's staff. */
export const PASSWORD = process.env.DEMO_PASSWORD ?? 'Linkang-demo-1';

/** The one that a person sees: pages below the present one stay in the document, hidden. */
export const visible = (locator: Locator): Locator => locator.filter({ visible: true }).first();

/** A button or link by its name. */
export const button = (page: Page, name: string | RegExp): Locator =>
  visible(page.getByRole('link', { name }).or(page.getByRole('button', { name })));

/** Taps a button or link. */
export const tap = (page: Page, name: string | RegExp): Promise<void> => button(page, name).click();

/** Waits for a text. */
export const see = (page: Page, text: string | RegExp): Promise<void> => visible(page.getByText(text)).waitFor();

/** Waits until a page with this heading is the one that is shown, and the one before has slid out. */
export async function at(page: Page, title: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 });
  await visible(page.getByRole('heading', { level: 1, name: title, exact: true })).waitFor();
  await heading.filter({ visible: true }).nth(1).waitFor({ state: 'detached' });
}

/** Opens a page of the mini-program by its address, as after a start. */
export async function openByAddress(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}/#${path}`);
  await page.reload();
}

/** Opens a page of the mini-program by its address and waits for its heading. */
export async function openAt(page: Page, url: string, path: string, title: string): Promise<void> {
  await openByAddress(page, url, path);
  await at(page, title);
}

/** Address of the mini-program's sign-in. */
export const SIGN_IN = '/packages/auth/pages/sign-in/index';

/** Signs one of the demo's people in on a phone, and ends on home. */
export async function signInOnPhone(page: Page, url: string, name: string | RegExp): Promise<void> {
  await page.goto(`${url}/#${SIGN_IN}`);
  await tap(page, name);
  await at(page, '邻康社区');
}

/** Signs one of the demo's staff in at the console, whoever was there before. */
export async function signInAtDesk(page: Page, url: string, username: string): Promise<void> {
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${url}/console`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
}

/** Opens a page of the console by its menu. */
export const openMenu = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name }).click();

/** What every page must hold: nothing serious for axe, nothing that reaches beyond the window. */
export async function expectSound(page: Page): Promise<void> {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
}

/** The same in both reading modes of the mini-program. */
export async function expectSoundInBothModes(page: Page): Promise<void> {
  for (let mode = 0; mode < 2; mode += 1) {
    await expectSound(page);
    await tap(page, /标准版|大字版/);
  }
}

type Pages = () => Record<string, Page | undefined>;

/** Runs a step; a failed one leaves a picture of every page. */
async function withPictures(pages: Pages, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    await Promise.all(Object.entries(pages()).map(([who, page]) => page && keepPicture(page, who)));
    throw error;
  }
}

/**
 * Steps that stand each for itself, each a test. A failed one leaves a picture of every page.
 * @param pages the pages by name, asked for when a step has failed
 */
export const makeSteps =
  (pages: Pages) =>
  (name: string, run: () => Promise<void>): void =>
    test(name, () => withPictures(pages, run));

/**
 * Steps of a story: the later ones build on the earlier, and after a failure they fail at once. The failed step leaves
 * a picture of every page.
 * @param pages the pages of the story by name, asked for when a step has failed
 */
export function makeStory(pages: Pages) {
  let failedStep: string | undefined;
  return (name: string, run: () => Promise<void>): void =>
    test(name, async () => {
      if (failedStep) throw new Error(`the story ended at: ${failedStep}`);
      // Until it has passed: one that is ended by the clock has failed too.
      failedStep = name;
      await withPictures(pages, run);
      failedStep = undefined;
    });
}

/** Signs somebody in past the pages. @param path `/auth/staff` or `/auth/wechat` */
export async function signInPast(url: string, path: string, body: Record<string, string>): Promise<Caller> {
  const anyone = new Caller(url);
  return anyone.as(bodyOf(await anyone.post<{ accessToken: string }>(path, body)).accessToken);
}

/** One of the demo's staff, past the pages. */
export const staffPast = (url: string, username: string): Promise<Caller> =>
  signInPast(url, '/auth/staff', { username, password: PASSWORD });

/** Counts what a page prints instead of printing it; `printed` says how often. */
export const countPrints = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Object.assign(window, { printed: 0, print: () => ((window as unknown as { printed: number }).printed += 1) });
  });

/** Signs somebody in past the pages by a code of WeChat. @returns who asks in their name, and what a phone keeps of it */
export async function signInByCode(url: string, code: string): Promise<{ caller: Caller; tokens: string }> {
  const anyone = new Caller(url);
  const pair = bodyOf(await anyone.post<{ accessToken: string; refreshToken: string }>('/auth/wechat', { code }));
  return { caller: anyone.as(pair.accessToken), tokens: JSON.stringify(pair) };
}

/** Puts a fresh sign-in into a phone: the earlier one has run out when days have passed. */
export async function renewSignIn(page: Page, url: string, code: string): Promise<Caller> {
  const { caller, tokens } = await signInByCode(url, code);
  await page.evaluate((pair) => localStorage.setItem('linkang.tokens', JSON.stringify({ data: pair })), tokens);
  return caller;
}
