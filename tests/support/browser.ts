import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** What axe reports of a page, as far as the tests look at it. */
interface AxeResults {
  violations: { id: string; impact: string | null; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** Opens Debian's Chromium; a missing one fails the suite. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A phone on which the mini-program's H5 build runs. */
export async function openPhone(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'zh-CN' });
  return openTracked(context, `${url}/`);
}

/** WeChat's own browser on a phone, in which the H5 build runs. */
export async function openWechatPhone(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    locale: 'zh-CN',
    userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile MicroMessenger/8.0.50',
  });
  return openTracked(context, url.includes('?') ? url : `${url}/`);
}

/** A desk on which the console runs. */
export async function openDesk(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  return openTracked(context, `${url}/console`);
}

const complaints = new WeakMap<Page, string[]>();

async function openTracked(context: BrowserContext, url: string): Promise<Page> {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const list: string[] = [];
  complaints.set(page, list);
  page.on('pageerror', (error) => list.push(error.message));
  page.on('console', (message) => {
    // The browser reports refused requests by itself; what a page makes of them is tested in words.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) list.push(message.text());
  });
  await page.goto(url);
  return page;
}

/** Errors of scripts and of the content security policy that a page met. */
export const complaintsOf = (page: Page): string[] => complaints.get(page) ?? [];

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Serious and critical findings of axe on what the page shows now, one line each.
 * @param without rules that are left out, where something stricter looks at the same
 */
export async function seriousFindings(page: Page, without: readonly string[] = []): Promise<string[]> {
  const options = JSON.stringify({
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  });
  await page.evaluate(axeSource);
  const results = (await page.evaluate(`axe.run(document, ${options})`)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} ${node.html.slice(0, 160)}`));
}

/** Elements that reach beyond the window, which would make the page scroll sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Draws a name on the signature pad with the mouse. */
export async function drawSignature(page: Page): Promise<void> {
  const pad = page.locator('canvas').first();
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('there is no signature pad');
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  for (let step = 1; step <= 24; step += 1)
    await page.mouse.move(box.x + 40 + step * 9, box.y + 60 + 40 * Math.sin(step / 2), { steps: 2 });
  await page.mouse.up();
}

/** Keeps what a page showed when a test failed, in tests/output. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.resolve(__dirname, `../output/failed-${name}.png`) });
}
