/* global document, window, localStorage -- inside page.evaluate the code runs in the page */
// `npm run screenshots`: starts the built product on a fresh demo and takes a picture of every page, phone pages
// at 390×844 in both reading modes and console pages at 1280×800. All go to tests/output/screenshots; the few that
// the README shows are copied to docs/screenshots.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'tests/output/screenshots');
const shown = path.join(root, 'docs/screenshots');
const inReadme = [
  'home',
  'home-elder',
  'sessions',
  'contract',
  'article-elder',
  'console-today',
  'console-contract',
  'console-article',
];

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-shots-'));
const server = spawn(process.execPath, [path.join(root, 'server/dist/src/main.js')], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, NODE_ENV: 'development' },
});
const url = await new Promise((resolve, reject) => {
  createInterface({ input: server.stdout }).on('line', (line) => {
    const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
    if (found) resolve(found[1]);
  });
  server.once('exit', () => reject(new Error('the server ended early')));
});

const api = async (method, route, { token, body } = {}) => {
  const response = await fetch(`${url}/api/v1${route}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.status === 204 ? undefined : response.json();
};

/** A booking, so that the lists have something to show. */
async function prepare() {
  const { accessToken: token } = await api('POST', '/auth/wechat', { body: { code: 'ok-wang' } });
  const { residents } = await api('GET', '/me', { token });
  const day = (ahead) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
  const range = `fromDay=${day(2)}&toDay=${day(12)}&limit=100`;
  const open = async (code) =>
    (await api('GET', `/sessions?serviceCode=${code}&${range}`)).items.find((session) => session.state === 'open');
  const session = await open('senior-physical');
  const other = await open('gp');
  const body = { sessionId: session.id, residentId: residents[0].id };
  const booking = await api('POST', '/bookings', { token, body });
  const [lecture] = (await api('GET', '/lectures')).items;
  const [article] = (await api('GET', '/articles')).items;
  const [team] = (await api('GET', '/teams')).items;
  return { booking, session, other, lecture, article, team };
}

const settled = async (page) => {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
};

async function shoot(page, name) {
  await settled(page);
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: false });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  if (await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight * 1.3))
    await page.screenshot({ path: path.join(out, `${name}-full.png`), fullPage: true });
}

async function shootPhone(browser, things) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const go = async (route) => {
    await page.goto(`${url}/#${route}`);
    await page.reload();
    await settled(page);
  };
  const signedOut = {
    'home-signed-out': '/pages/home/index',
    'sign-in': '/packages/auth/pages/sign-in/index',
    'mine-signed-out': '/pages/mine/index',
  };
  const signedIn = {
    home: '/pages/home/index',
    book: '/pages/book/index',
    learn: '/pages/learn/index',
    mine: '/pages/mine/index',
    sessions: '/packages/booking/pages/sessions/index?service=gp',
    'sessions-physical': '/packages/booking/pages/sessions/index?service=senior-physical',
    confirm: `/packages/booking/pages/confirm/index?session=${things.other.id}`,
    done: `/packages/booking/pages/done/index?id=${encodeURIComponent(things.booking.id)}`,
    bookings: '/packages/booking/pages/list/index',
    booking: `/packages/booking/pages/detail/index?id=${encodeURIComponent(things.booking.id)}`,
    contract: '/packages/contract/pages/overview/index',
    teams: '/packages/contract/pages/teams/index',
    notices: '/packages/notice/pages/list/index',
    team: `/packages/contract/pages/team/index?id=${things.team.id}`,
    sign: `/packages/contract/pages/sign/index?teamId=${things.team.id}`,
    article: `/packages/article/pages/detail/index?id=${things.article.id}`,
    lecture: `/packages/lecture/pages/detail/index?id=${things.lecture.id}`,
    profile: '/packages/resident/pages/profile/index',
    privacy: '/packages/resident/pages/privacy/index',
  };
  for (const [name, route] of Object.entries(signedOut)) {
    await go(route);
    await shoot(page, name);
  }
  const signIn = async (person) => {
    await go('/packages/auth/pages/sign-in/index');
    await page.getByText(person).first().click();
    await page.waitForURL((address) => !address.href.includes('sign-in'));
    await settled(page);
  };
  await signIn('李阿姨');
  await go('/packages/resident/pages/register/index');
  await shoot(page, 'register');
  await page.evaluate(() => localStorage.clear());
  await signIn('王大爷');
  for (const [mode, suffix] of [
    ['标准版', ''],
    ['大字版', '-elder'],
  ]) {
    await go('/pages/home/index');
    // The switch names the mode that it leads to; where it is not there, that mode is on already.
    const change = page.getByRole('button', { name: `切换到${mode}` }).first();
    if (await change.isVisible()) await change.click();
    for (const [name, route] of Object.entries(signedIn)) {
      await go(route);
      await shoot(page, `${name}${suffix}`);
    }
  }
  await context.close();
}

async function shootConsole(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${url}/console`);
  await shoot(page, 'console-sign-in');
  await page.getByLabel('用户名').fill('director');
  await page.getByLabel('密码').fill(process.env.DEMO_PASSWORD ?? 'Linkang-demo-1');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
  const pages = {
    today: '/today',
    sessions: '/sessions',
    contract: '/contracts?status=active',
    articles: '/articles',
    article: '/articles/new',
    lectures: '/lectures',
    lecture: '/lectures/new',
  };
  for (const [name, route] of Object.entries(pages)) {
    await page.goto(`${url}/console${route}`);
    await shoot(page, `console-${name}`);
  }
  await context.close();
}

let browser;
try {
  mkdirSync(out, { recursive: true });
  const things = await prepare();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  await shootPhone(browser, things);
  await shootConsole(browser);
  mkdirSync(shown, { recursive: true });
  for (const name of inReadme) copyFileSync(path.join(out, `${name}.png`), path.join(shown, `${name}.png`));
  process.stdout.write(`pictures are in ${path.relative(root, out)}\n`);
} finally {
  await browser?.close();
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exited;
  rmSync(dataDir, { recursive: true, force: true });
}
