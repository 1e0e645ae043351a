import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openPhone } from '../support/browser';
import { at, see, tap, visible } from '../support/pages';
import { eventually } from '../support/poll';
import { startServer, type TestServer } from '../support/server';

/* A new version of the program is put in the place of the old one while somebody reads; then the network goes. */
jest.setTimeout(120_000);

const built = path.resolve(__dirname, '../../miniapp/dist/h5');
const folder = mkdtempSync(path.join(os.tmpdir(), 'linkang-deploy-'));
let server: TestServer;
let browser: Browser;
let phone: Page;

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
const appFile = (): string => {
  const name = readdirSync(path.join(folder, 'js')).find((file) => /^app\.\w+\.js$/.test(file));
  if (!name) throw new Error('there is no app script');
  return name;
};

/** Puts the next version in place: the program with a marker, under another name, as a build with a change does. */
function deploy(marker: string): void {
  const old = appFile();
  const name = `app.${marker}.js`;
  renameSync(path.join(folder, 'js', old), path.join(folder, 'js', name));
  const program = read(`js/${name}`).replace(/^document\.documentElement\.dataset\.version='\w+';/, '');
  write(`js/${name}`, `document.documentElement.dataset.version='${marker}';${program}`);
  for (const file of ['index.html', 'worker.js']) write(file, read(file).replaceAll(old, name));
  write('worker.js', read('worker.js').replace(/(LINKANG_VERSION\s*=\s*["'])\w+/, `$1${marker}`));
}

const version = (): Promise<string | undefined> => phone.evaluate(() => document.documentElement.dataset.version);
const cacheNames = (): Promise<string[]> => phone.evaluate(() => caches.keys());

/** The worker has the page in hand and all files of its version on the phone. */
const workerIsReady = (): Promise<unknown> =>
  phone.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });

beforeAll(async () => {
  cpSync(built, folder, { recursive: true });
  server = await startServer({ demo: true, h5: folder, now: new Date().toISOString() });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the page and the worker are asked for anew each time, files with a hash never', async () => {
  const caching = async (name: string): Promise<string | null> =>
    (await fetch(`${server.baseUrl}${name}`)).headers.get('Cache-Control');
  expect(await caching('/')).toBe('no-cache');
  expect(await caching('/worker.js')).toBe('no-cache');
  expect(await caching(`/js/${appFile()}`)).toBe('public, max-age=31536000, immutable');
});

test('whoever reads while a new version comes is told so, and has it with one tap', async () => {
  phone = await openPhone(browser, server.baseUrl);
  await at(phone, '邻康社区');
  await workerIsReady();
  expect(await cacheNames()).toHaveLength(1);
  expect(await visible(phone.getByText('有新版本')).count()).toBe(0);
  deploy('aaaa1111');
  await phone.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await see(phone, '有新版本');
  // What stands on the page stays until somebody taps.
  expect(await version()).toBeUndefined();
  await tap(phone, '换新版本');
  await eventually('the new version runs', async () => (await version()) === 'aaaa1111');
  await at(phone, '邻康社区');
  expect(await phone.getByText('有新版本').count()).toBe(0);
});

test('a reload after a deploy shows the new version at once, and old versions are thrown away', async () => {
  deploy('bbbb2222');
  await phone.reload();
  await at(phone, '邻康社区');
  expect(await version()).toBe('bbbb2222');
  await eventually('the worker follows', async () => (await cacheNames()).includes('linkang-bbbb2222'));
  deploy('cccc3333');
  await phone.reload();
  await eventually('two versions are kept', async () => {
    const names = await cacheNames();
    return names.length === 2 && names.includes('linkang-cccc3333') && names.includes('linkang-bbbb2222');
  });
});

test('without network the program opens from the phone, also a page that was not opened before', async () => {
  await phone.context().setOffline(true);
  await phone.reload();
  await at(phone, '邻康社区');
  expect(await version()).toBe('cccc3333');
  await see(phone, '没有网络');
  await tap(phone, /^找医生/);
  await at(phone, '找医生');
  await phone.context().setOffline(false);
});

test('a server that is being exchanged costs nobody the page', async () => {
  await phone.context().route(`${server.baseUrl}/`, (route) => route.fulfill({ status: 503, body: '正在启动' }));
  await phone.goto(`${server.baseUrl}/`);
  await at(phone, '邻康社区');
  await phone.context().unroute(`${server.baseUrl}/`);
});

test('replies of the API are in no cache of the worker', async () => {
  const kept = await phone.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/');
  expect(kept.filter((name) => name.startsWith('/api'))).toEqual([]);
  expect(complaintsOf(phone).filter((text) => !/Failed to fetch|ERR_/.test(text))).toEqual([]);
});
