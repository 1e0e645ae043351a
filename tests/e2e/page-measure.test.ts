import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { auditModes } from '../support/page-audit';
import { measurePage } from '../support/page-measure';

/*
 * The measure by which every page is judged finds what is planted, and nothing where all is well.
 */
const [NORMAL, ELDER] = auditModes.phone;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
});
afterAll(() => browser?.close());

async function kindsOf(body: string, mode = NORMAL): Promise<string[]> {
  await page.setContent(`<body style="margin:0;font-size:17px;color:#222">${body}</body>`);
  if (!mode) throw new Error('there is no such mode');
  return (await page.evaluate(measurePage, mode.limits)).map(({ kind }) => kind);
}

const button = (style: string): string => `<div role="button" style="${style}">预约</div>`;

test.each([
  ['what reaches beyond the window', '<div style="width:500px">宽</div>', ['overflow']],
  [
    'a text that its box hides',
    '<div style="width:60px;overflow:hidden;white-space:nowrap">老年人健康体检</div>',
    ['cutOff'],
  ],
  ['lines that a height hides', '<div style="width:60px;height:30px;overflow:hidden">老年人健康体检</div>', ['cutOff']],
  ['a tap that is too low', button('height:40px'), ['smallTap']],
  ['a tap that is too narrow', button('height:48px;width:40px'), ['smallTap']],
  ['pale letters', '<div style="color:#999">字</div>', ['contrast']],
  ['letters that a parent makes pale', '<div style="opacity:0.4"><p>字</p></div>', ['contrast']],
  [
    'letters on a see-through ground',
    '<div style="background:#000"><p style="background:#0008">字</p></div>',
    ['contrast'],
  ],
  [
    'a pale placeholder',
    '<input placeholder="姓名" class="a" style="height:48px"><style>.a::placeholder{color:#aaa}</style>',
    ['contrast'],
  ],
])('finds %s', async (_, body, kinds) => expect(await kindsOf(body)).toEqual(kinds));

test.each([
  ['a row that scrolls', '<div style="width:60px;overflow-x:auto;white-space:nowrap">老年人健康体检</div>'],
  ['a page that is not shown', '<div style="display:none"><p style="color:#ddd">字</p></div>'],
  ['words for screen readers', '<div style="position:absolute;width:1px;height:1px;overflow:hidden">老年人</div>'],
  ['a link within a sentence', '<p>请看<a href="#a">隐私说明</a>再同意。</p>'],
  [
    'a shortened text whose whole is a tap away',
    button('height:48px;width:60px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap'),
  ],
  ['large letters that are a little pale', '<div style="font-size:26px;color:#888">字</div>'],
])('leaves %s', async (_, body) => expect(await kindsOf(body)).toEqual([]));

test('asks more in elder mode', async () => {
  const body = `<p style="color:#666">字</p>${button('height:48px')}`;
  expect(await kindsOf(body)).toEqual([]);
  expect(await kindsOf(body, ELDER)).toEqual(['contrast', 'smallTap']);
});
