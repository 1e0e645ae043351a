import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Article } from '@linkang/shared/api/article.routes';
import type { Browser, Page } from 'playwright-core';
import { bodyOf } from '../support/answers';
import { complaintsOf, openBrowser, openDesk } from '../support/browser';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { buildDocument, deleted, drawing, inserted, paragraph, run } from '../support/documents';
import { Caller } from '../support/http';
import { expectSound, makeStory, openMenu, see, signInAtDesk, staffPast } from '../support/pages';
import { drawPicture } from '../support/pictures';

/*
 * An article comes from Word and WeChat to the editor, two write on it at once, a doctor sends it back and approves
 * it, and a former version is brought back.
 */
jest.setTimeout(180_000);

let server: DemoServer;
let browser: Browser;
let editor: Page;
let director: Page;
let doctor: Page;
let articleId: string;

const FROM_WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body>
<h1 style="mso-pagination:none">盐要<span lang="EN-US">少<o:p></o:p></span></h1>
<p class="MsoNormal" style="text-indent:24pt;mso-char-indent-count:2"><span style="font-family:宋体;color:red">每天</span><b
style="mso-bidi-font-weight:normal">五克</b><span onclick="alert(1)">。&nbsp;&nbsp;</span><o:p>&nbsp;</o:p></p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp;</span></span><![endif]>酱油</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>咸菜</p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<table class="MsoTable"><tr><td style="width:10pt"><p class="MsoNormal">早</p></td><td><p>晚</p></td></tr></table>
<script>window.hit = 1</script><img src="file:///C:/a.png" onerror="window.hit = 2"></body></html>`;
const FROM_WECHAT = `<section data-tool="135" style="background:url(https://mmbiz.qpic.cn/x)"><section><section>
<span style="font-size:15px;font-weight:bold;">走路最好</span></section><section><p><span>每天</span>三十分钟。</p></section></section>
<section><img data-src="https://mmbiz.qpic.cn/mmbiz_png/a/640" src="https://mmbiz.qpic.cn/mmbiz_png/a/640"></section>
<section><br></section><mpvoice name="x"></mpvoice><iframe src="https://v.qq.com/iframe/player.html?vid=a"></iframe>
<a href="javascript:alert(1)">点我</a><a href="https://mp.weixin.qq.com/s/abc" data-linktype="2">原文</a></section>`;

const shoot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: path.resolve(__dirname, `../output/console-article-${name}.png`) });
const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
const field = (page: Page) => page.locator('#article-text');
/** What the editor holds, without what it draws for itself. */
const htmlIn = (page: Page): Promise<string> =>
  field(page).evaluate((text) =>
    text.innerHTML
      .replace(/<br class="ProseMirror-trailingBreak">|<img class="ProseMirror-separator"[^>]*>/g, '')
      .replace(/ (?:class|target|rel|style)="[^"]*"/g, ''),
  );
const paste = (page: Page, html: string): Promise<void> =>
  field(page).evaluate((text, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', pasted);
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, html);
async function clear(page: Page): Promise<void> {
  await field(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
}

beforeAll(async () => {
  mkdirSync(path.resolve(__dirname, '../output'), { recursive: true });
  server = await startDemoServer();
  browser = await openBrowser();
  [editor, director, doctor] = (await Promise.all([1, 2, 3].map(() => openDesk(browser, server.url)))) as [
    Page,
    Page,
    Page,
  ];
  await signInAtDesk(editor, server.url, 'editor');
  await signInAtDesk(director, server.url, 'director');
  await signInAtDesk(doctor, server.url, 'doctor');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const step = makeStory(() => ({ 'article-editor': editor, 'article-director': director, 'article-doctor': doctor }));

step('what is pasted from Word and WeChat comes without their frames, styles and scripts', async () => {
  await openMenu(editor, '健康文章');
  await press(editor, '写文章');
  await field(editor).click();
  await paste(editor, FROM_WORD);
  expect(await htmlIn(editor)).toBe(
    '<h2>盐要少</h2><p>每天<strong>五克</strong>。</p><ul><li><p>酱油</p></li><li><p>咸菜</p></li></ul>' +
      '<table><tbody><tr><td><p>早</p></td><td><p>晚</p></td></tr></tbody></table><p></p>',
  );
  await see(editor, '有 1 张图片没有带过来，请先存到电脑上，再用“图片”按钮插入');
  await clear(editor);
  await paste(editor, FROM_WECHAT);
  expect(await htmlIn(editor)).toBe(
    '<p><strong>走路最好</strong></p><p>每天三十分钟。</p><p>点我<a href="https://mp.weixin.qq.com/s/abc">原文</a></p>',
  );
  expect(await editor.evaluate('window.hit')).toBeUndefined();
});

step('a Word document becomes the text, with its picture and without what was deleted', async () => {
  await clear(editor);
  const bytes = buildDocument(
    paragraph(run('冬天量血压'), '1') +
      paragraph(run('早上') + deleted('中午') + inserted('晚上') + run('各量一次。')) +
      paragraph(drawing(1, '一台血压计')),
    { pictures: [{ bytes: await drawPicture(400, 200), type: 'png' }] },
  );
  const choose = (name: string, buffer: Buffer) =>
    editor
      .locator('input[type=file][aria-label="从 Word 文档读入"]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await choose('a.docx', Buffer.from('MZ a program'));
  await see(editor, '这不是 Word 文档（.docx），请换一个文件。');
  await choose('b.docx', bytes);
  await see(editor, '已读入，有 1 张图片，请从头看一遍');
  expect(await editor.locator('#article-title').inputValue()).toBe('冬天量血压');
  expect(await field(editor).textContent()).toContain('早上晚上各量一次。');
  await see(editor, '图片“一台血压计”只有 400 像素宽，手机上会模糊');
  await see(editor, '图片“一台血压计”颜色太淡，老人看不清');
});

step('tables and videos are put in, and long sentences are named', async () => {
  await field(editor).press('Control+End');
  await editor.keyboard.press('Enter');
  await editor.keyboard.type(`${'这是一个很长很长的句子'.repeat(7)}。`);
  await see(editor, /有 1 个句子超过 60 个字/);
  await editor.keyboard.press('Enter');
  await press(editor, '表格');
  await press(editor, '在下面加一行');
  expect(await editor.locator('#article-text tr').count()).toBe(4);
  await press(editor, '删除整个表格');
  expect(await editor.locator('#article-text tr').count()).toBe(0);
  await press(editor, '视频链接');
  const dialog = editor.getByRole('dialog', { name: '视频链接' });
  await dialog.getByLabel('视频网址').fill('https://evil.example/v.qq.com/x');
  await dialog.getByLabel('视频名称').fill('怎么量血压');
  await dialog.getByLabel('视频名称').press('Enter');
  await see(editor, /请填 https:\/\/ 开头的网址，只能用/);
  await dialog.getByLabel('视频网址').fill('https://v.qq.com/x/page/a.html');
  await dialog.getByLabel('视频名称').press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect(await htmlIn(editor)).toContain(
    '<a href="https://v.qq.com/x/page/a.html">▶ 看视频：怎么量血压（腾讯视频）</a>',
  );
  await shoot(editor, 'editor');
  await expectSound(editor);
  await editor.locator('#article-category').fill('慢病');
  await press(editor, '保存草稿');
  await see(editor, '已全部保存');
  await editor.waitForURL(/articles\/[0-9a-f]{24}$/);
  articleId = editor.url().split('/').at(-1) ?? '';
});

step('two write at once: the second is shown both texts, and none is lost', async () => {
  await director.goto(`${server.url}/console/articles/${articleId}`);
  await field(director).waitFor();
  await clear(director);
  await director.keyboard.type('主任写的一句。早上晚上各量一次。');
  await press(director, '保存草稿');
  await see(director, '已全部保存');

  await clear(editor);
  await editor.keyboard.type('编辑写的一句。早上晚上各量一次。');
  await press(editor, '保存草稿');
  const panel = editor.getByRole('region', { name: '两份文字', exact: true });
  await panel.waitFor();
  await panel.locator('del', { hasText: '主任' }).waitFor();
  await panel.locator('ins', { hasText: '编辑' }).waitFor();
  await shoot(editor, 'conflict');
  await expectSound(editor);
  expect(await field(editor).textContent()).toBe('编辑写的一句。早上晚上各量一次。');
  await press(editor, '保存我的文字');
  await see(editor, '已保存，对方的文字留在历史版本里');
  await panel.waitFor({ state: 'hidden' });
});

step('a doctor sends it back with words, and approves the better one', async () => {
  await press(editor, '提交审核');
  await see(editor, '待医生审核');
  await openMenu(doctor, '文章审核');
  await doctor.getByRole('link', { name: '审核：冬天量血压' }).click();
  await see(doctor, '编辑写的一句。早上晚上各量一次。');
  await shoot(doctor, 'review');
  await expectSound(doctor);
  await press(doctor, /^退\s?回$/);
  const dialog = doctor.getByRole('dialog', { name: '退回给作者' });
  await dialog.getByLabel('原因').fill('请写明坐着量。');
  await dialog.getByRole('button', { name: /^退\s?回$/ }).click();
  await see(doctor, '现在没有要审核的文章');

  await editor.reload();
  await see(editor, '请写明坐着量。');
  await field(editor).press('Control+End');
  await editor.keyboard.type('坐着量。');
  await press(editor, '提交审核');
  await see(editor, '待医生审核');
  await doctor.reload();
  await doctor.getByRole('link', { name: '审核：冬天量血压' }).click();
  await press(doctor, /^通\s?过$/);
  await press(doctor, '确认通过');
  await see(doctor, '现在没有要审核的文章');

  await editor.reload();
  await see(editor, '审核通过');
  await press(editor, /^发\s?布$/);
  await press(editor, '确认发布');
  await see(editor, '已发布，居民现在能看到');
});

step('a former version is compared and brought back, and residents see it only when it is published', async () => {
  await press(editor, '历史版本');
  await see(editor, '居民正在看');
  await editor.locator('ins', { hasText: '坐着量。' }).waitFor();
  await shoot(editor, 'versions');
  await expectSound(editor);
  await editor
    .getByRole('button', { name: /第 2 版/ })
    .first()
    .click();
  await press(editor, '恢复第 2 版');
  await editor
    .getByRole('dialog')
    .getByRole('button', { name: /^恢\s?复$/ })
    .click();
  await see(editor, '居民现在看到的还是以前的版本，这一版发布后才换上。');
  expect(await field(editor).textContent()).toBe('主任写的一句。早上晚上各量一次。');
  const shown = await new Caller(server.url).get<Article>(`/articles/${articleId}`);
  expect(bodyOf(shown).html).toContain('编辑写的一句');
  // The browser says that it stopped the handlers in what was pasted; they were in no page.
  expect(complaintsOf(editor).filter((complaint) => !complaint.includes('inline event handler'))).toEqual([]);
  expect(complaintsOf(doctor)).toEqual([]);
});

step('a centre may ask for a review of everything', async () => {
  const caller = await staffPast(server.url, 'director');
  bodyOf(await caller.put('/settings/articles', { rev: 0, articles: { review: 'required' } }));
  await editor.reload();
  await press(editor, '提交审核');
  await see(editor, '待医生审核');
  expect(await editor.getByRole('button', { name: /^发\s?布$/ }).count()).toBe(0);
});
