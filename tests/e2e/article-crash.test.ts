import type { Browser, Page } from 'playwright-core';
import { openBrowser, openDesk } from '../support/browser';
import { freshDatabaseUri } from '../support/database-uri';
import { see, signInAtDesk } from '../support/pages';
import { freePort, launchServer, makeDataDir, type LaunchOptions, type ServerProcess } from '../support/process-server';

/* An author types; the server is killed and the browser with it. On another machine no more than five seconds are gone. */
jest.setTimeout(300_000);

const MOST_LOST_MS = 5000;
const TYPING_MS = 14_000;
const PAUSE_MS = 400;

const { dataDir, remove } = makeDataDir();
let options: LaunchOptions;
let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  const env = { DEMO: 'on', NODE_ENV: 'development', MONGODB_URI: freshDatabaseUri() };
  options = { dataDir, port: await freePort(), env };
  server = launchServer(options);
  await server.ready();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  server?.signal('SIGTERM');
  await server?.exited;
  remove();
});

async function openEditor(): Promise<Page> {
  const desk = await openDesk(browser, server.baseUrl);
  await signInAtDesk(desk, server.baseUrl, 'editor');
  await desk.goto(`${server.baseUrl}/console/articles/new`);
  await desk.locator('#article-text').waitFor();
  return desk;
}

test('unsaved text comes back on another machine after a kill of server and browser', async () => {
  const desk = await openEditor();
  await desk.locator('#article-title').fill('断电之前');
  await desk.locator('#article-text').click();
  const typed: { words: string; atMs: number }[] = [];
  const startedMs = performance.now();
  while (performance.now() - startedMs < TYPING_MS) {
    const words = `第${typed.length + 1}句。`;
    await desk.keyboard.type(words);
    typed.push({ words, atMs: performance.now() });
    await desk.waitForTimeout(PAUSE_MS);
  }
  const killedMs = performance.now();
  server.signal('SIGKILL');
  await server.exited;
  await desk.context().close();

  server = launchServer(options);
  await server.ready();
  const other = await openEditor();
  await see(other, /自动备份里有一份没保存的文字/);
  await other.getByRole('button', { name: /恢\s?复/ }).click();
  await other.waitForFunction(() => document.querySelector('#article-text')?.textContent?.includes('第1句') ?? false);
  const text = (await other.locator('#article-text').textContent()) ?? '';
  expect(await other.locator('#article-title').inputValue()).toBe('断电之前');
  const lost = typed.filter(({ words }) => !text.includes(words));
  const lostMs = killedMs - (lost[0]?.atMs ?? killedMs);
  process.stdout.write(
    `typed ${typed.length} sentences, lost ${lost.length}, the oldest ${Math.round(lostMs)} ms old\n`,
  );
  expect(typed.length).toBeGreaterThan(8);
  expect(lostMs).toBeLessThanOrEqual(MOST_LOST_MS);
});
