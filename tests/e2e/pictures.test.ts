import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { expectSound, makeSteps, openByAddress, openMenu, see, signInAtDesk, visible } from '../support/pages';
import { drawPicture } from '../support/pictures';

/*
 * The editor writes an article with a cover and pictures, chosen by button and pasted; residents see them, find the
 * article by its words, and read what the desk announces.
 */
jest.setTimeout(180_000);

const TITLE = '冬天走路小心脚下';

let server: DemoServer;
let browser: Browser;
let phone: Page;
let desk: Page;
let png: Buffer;

const press = (name: string): Promise<void> => desk.getByRole('button', { name, exact: true }).click();

const openOnPhone = (route: string): Promise<void> => openByAddress(phone, server.url, route);

/** Whether every picture that matches is there and fits. */
const picturesOf = (page: Page, selector: string): Promise<{ isLoaded: boolean; fits: boolean }[]> =>
  page.locator(selector).evaluateAll((all) =>
    all.map((image) => {
      const { naturalWidth, parentElement, clientWidth } = image as HTMLImageElement;
      return { isLoaded: naturalWidth > 0, fits: clientWidth <= (parentElement?.clientWidth ?? 0) };
    }),
  );

/** Takes a picture into tests/output, to be looked at. */
const shoot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: path.resolve(__dirname, `../output/${name}.png`) });

async function pastePicture(): Promise<void> {
  await desk.locator('#article-text').evaluate((text, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, png.toString('base64'));
}

beforeAll(async () => {
  mkdirSync(path.resolve(__dirname, '../output'), { recursive: true });
  png = await drawPicture(2000, 1200);
  server = await startDemoServer();
  browser = await openBrowser();
  phone = await openPhone(browser, server.url);
  desk = await openDesk(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const step = makeSteps(() => ({ 'pictures-phone': phone, 'pictures-desk': desk }));

step('the editor puts in a cover and pictures', async () => {
  await signInAtDesk(desk, server.url, 'editor');
  await openMenu(desk, '健康文章');
  await press('写文章');
  await desk.locator('#article-title').fill(TITLE);
  await desk.locator('#article-category').fill('居家安全');
  await desk.getByRole('textbox', { name: '正文' }).fill('鞋底要防滑。');

  const file = { name: 'a.png', mimeType: 'image/png', buffer: png };
  const html = { name: 'b.png', mimeType: 'image/png', buffer: Buffer.from('<html></html>') };
  await desk.locator('input[type=file][aria-label="选择封面"]').setInputFiles(html);
  await see(desk, '这个文件不是 JPG、PNG 或 WebP 图片，请换一个文件。');
  await desk.locator('input[type=file][aria-label="选择封面"]').setInputFiles(file);
  await desk.getByAltText('现在的封面').waitFor();

  await desk.getByRole('button', { name: '图片', exact: true }).press('Enter');
  const dialog = desk.getByRole('dialog', { name: '插入图片' });
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.locator('img').waitFor();
  await expectSound(desk);
  await dialog.getByLabel('图片说明').press('Enter');
  await see(desk, '请写图片说明');
  await shoot(desk, 'console-picture-dialog');
  await dialog.getByLabel('图片说明').fill('一双防滑的鞋');
  await dialog.getByLabel('图片说明').press('Enter');
  await dialog.waitFor({ state: 'hidden' });

  await desk.locator('#article-text').press('Control+End');
  await pastePicture();
  await dialog.locator('img').waitFor();
  await dialog.getByLabel('图片说明').fill('扶着扶手下楼');
  await dialog.getByRole('button', { name: /插\s?入/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await desk.waitForFunction(() => document.querySelectorAll('#article-text img').length === 2);
  await shoot(desk, 'console-article-pictures');
  await expectSound(desk);

  await desk.getByRole('button', { name: /预\s?览/ }).click();
  await desk.locator('.phone-text img').first().waitFor();
  await desk.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>('.phone-text img')].every(({ naturalWidth }) => naturalWidth > 0),
  );
  expect(await picturesOf(desk, '.phone-text img')).toEqual(Array(2).fill({ isLoaded: true, fits: true }));
  await shoot(desk, 'console-phone-preview');
  await desk.keyboard.press('Escape');
  await desk.locator('.phone-text').waitFor({ state: 'hidden' });
  await desk.getByRole('button', { name: /^发\s?布$/ }).click();
  await press('确认发布');
  await see(desk, '已发布，居民现在能看到');
  expect(complaintsOf(desk)).toEqual([]);
});

step('residents find it by its words and see its pictures', async () => {
  await openOnPhone('/pages/learn/index');
  const field = phone.getByRole('searchbox', { name: '搜索文章' });
  await field.fill('没有这个词');
  await field.press('Enter');
  await see(phone, '没有找到“没有这个词”，请换个词试试');
  await visible(phone.getByRole('button', { name: '清除' })).click();
  await see(phone, '高血压没感觉，也要天天管');
  await field.fill('防滑');
  await visible(phone.getByRole('button', { name: '搜索' })).click();
  await see(phone, /“防滑”找到\d+篇文章/);
  await see(phone, TITLE);
  await phone.waitForTimeout(500);
  await shoot(phone, 'learn-search');
  await expectSound(phone);

  await visible(phone.getByText(TITLE)).click();
  await phone.locator('.rich-img').first().waitFor();
  await phone.locator('.rich-img').last().scrollIntoViewIfNeeded();
  await phone.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>('.rich-img')].every(({ naturalWidth }) => naturalWidth > 0),
  );
  expect(await picturesOf(phone, '.rich-img')).toEqual(Array(2).fill({ isLoaded: true, fits: true }));
  await shoot(phone, 'article-pictures');
  await expectSound(phone);
  expect(complaintsOf(phone)).toEqual([]);
});

step('the desk announces something, residents read it on the first page until it is ended', async () => {
  await signInAtDesk(desk, server.url, 'desk');
  await openMenu(desk, '公告');
  await press('写公告');
  const form = desk.getByRole('dialog', { name: '写公告' });
  await form.getByRole('button', { name: /^发\s?布$/ }).click();
  await see(desk, '请写标题');
  await form.getByLabel('标题').fill('周六上午停水');
  await form.getByLabel('内容').fill('周六上午停水，接种改在下午两点。');
  await form.getByLabel('显示到哪天').fill('2099-01-01');
  await form.getByLabel('显示到哪天').press('Tab');
  await form.getByText('重要，排在最前面').click();
  await expectSound(desk);
  await form.getByRole('button', { name: /^发\s?布$/ }).click();
  await see(desk, '已发布，居民现在能看到');
  await form.waitFor({ state: 'hidden' });
  await see(desk, '周六上午停水');
  await shoot(desk, 'console-announcements');
  await expectSound(desk);

  await openOnPhone('/pages/home/index');
  const card = phone.getByRole('button', { name: /周六上午停水/ });
  await visible(card).waitFor();
  await shoot(phone, 'home-announcements');
  await visible(card).press('Enter');
  await see(phone, '周六上午停水，接种改在下午两点。');
  await expectSound(phone);
  await visible(phone.getByRole('button', { name: '用大字版' })).click();
  await phone.waitForTimeout(300);
  await shoot(phone, 'home-announcements-elder');
  await expectSound(phone);

  await press('提前结束：周六上午停水');
  await press('确认结束');
  await see(desk, '已结束，居民看不到了');
  await openOnPhone('/pages/home/index');
  await see(phone, '流感疫苗到了，65岁以上免费');
  expect(await phone.getByText('周六上午停水').count()).toBe(0);
  expect([...complaintsOf(desk), ...complaintsOf(phone)]).toEqual([]);
});
