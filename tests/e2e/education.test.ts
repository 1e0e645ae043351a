import { dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import type { Browser, Page } from 'playwright-core';
import { announceActivity } from '../support/activities';
import { complaintsOf, openBrowser, openDesk, openPhone } from '../support/browser';
import {
  at,
  button,
  expectSound,
  expectSoundInBothModes,
  makeStory,
  openAt,
  openByAddress,
  openMenu,
  renewSignIn,
  see,
  signInAtDesk,
  tap,
  visible,
} from '../support/pages';
import { drawPicture } from '../support/pictures';
import { eventually } from '../support/poll';
import { readQr } from '../support/qr';
import { startServer, type TestServer } from '../support/server';
import { giveVoice, type Voice } from '../support/voice';

/*
 * Health education from the editor's desk to the ledger: an article is written, reviewed by a doctor and read to an
 * old man; a daughter registers her mother and herself for the lecture, the code on the wall checks both in, both say
 * how it was, and the year's ledger counts it. The test moves the clock.
 */
jest.setTimeout(300_000);

const DAY = '2026-06-04';
const LECTURE_DAY = '2026-06-05';
const ARTICLE = '夏天怎样喝水';
const SENTENCES = ['天热的时候，口渴以前就要喝水。', '每次喝小半杯，慢慢喝。', '出汗多了，可以喝一点淡盐水。'];
const LECTURE = '防跌倒，从家里做起';
const MOTHER = '王秀英';
const DAUGHTER = '陈晓岚';

let server: TestServer;
let browser: Browser;
let phone: Page;
let daughter: Page;
let desk: Page;
let screen: Page;
let voice: Voice;
let lectureId: string;

const story = makeStory(() => ({ phone, daughter, desk, screen }));
const press = (name: string | RegExp): Promise<void> =>
  desk.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
const signInAt = (username: string): Promise<void> => signInAtDesk(desk, server.baseUrl, username);
const openLecture = (): Promise<void> =>
  openByAddress(daughter, server.baseUrl, `/packages/lecture/pages/detail/index?id=${lectureId}`);

/** Moves the centre's clock and everybody's watch. */
async function moveTo(day: string, time: string): Promise<void> {
  const now = instantOf(day, time);
  server.clock.set(now.toISOString());
  await Promise.all([phone, daughter, desk, screen].map((page) => page.clock.setFixedTime(now)));
}

beforeAll(async () => {
  server = await startServer({ demo: true, limits: false, now: instantOf(DAY, '09:00').toISOString() });
  lectureId = (await announceActivity(server, { title: LECTURE, day: LECTURE_DAY })).id;
  browser = await openBrowser();
  phone = await openPhone(browser, server.baseUrl);
  voice = await giveVoice(phone);
  daughter = await openPhone(browser, server.baseUrl);
  desk = await openDesk(browser, server.baseUrl);
  screen = await openDesk(browser, server.baseUrl);
  await moveTo(DAY, '09:00');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

story('the editor writes an article and gives it to a doctor', async () => {
  await signInAt('editor');
  await openMenu(desk, '健康文章');
  await press('写文章');
  await desk.locator('#article-title').fill(ARTICLE);
  await desk.locator('#article-category').fill('夏季保健');
  await desk.locator('#article-text').click();
  await desk.keyboard.type(SENTENCES.join(''));
  await press('保存草稿');
  await see(desk, '已全部保存');
  await press('提交审核');
  await see(desk, '待医生审核');
});

story('the doctor reads it and approves, the editor publishes it', async () => {
  await signInAt('doctor');
  await openMenu(desk, '文章审核');
  await tap(desk, `审核：${ARTICLE}`);
  await see(desk, SENTENCES.join(''));
  await press(/^通\s?过$/);
  await press('确认通过');
  await see(desk, '现在没有要审核的文章');
  await signInAt('editor');
  await openMenu(desk, '健康文章');
  await tap(desk, new RegExp(ARTICLE));
  await see(desk, '审核通过');
  await press(/^发\s?布$/);
  await press('确认发布');
  await see(desk, '已发布，居民现在能看到');
});

story('the old man finds it and has it read to him, in large letters', async () => {
  await renewSignIn(phone, server.baseUrl, 'ok-wang');
  await openAt(phone, server.baseUrl, '/pages/learn/index', '学健康');
  // From 65 on the mini-program begins in large letters.
  await button(phone, '切换到标准版').waitFor();
  const field = visible(phone.getByRole('searchbox', { name: '搜索文章' }));
  await field.fill('天热喝水');
  await field.press('Enter');
  await visible(phone.getByRole('button', { name: new RegExp(ARTICLE) })).click();
  await at(phone, '健康文章');
  await tap(phone, '读给我听');
  for (const sentence of [ARTICLE, ...SENTENCES]) {
    await eventually(`“${sentence}” is spoken`, async () => (await voice.last()) === sentence);
    await voice.seeLit();
    await voice.finish();
  }
  expect(await voice.spoken()).toEqual([ARTICLE, ...SENTENCES].map((text) => ({ text, rate: 0.8, lang: 'zh-CN' })));
  await eventually('nothing is lit any more', async () => (await voice.lit()) === '');
});

story('the daughter registers her mother and herself for the lecture', async () => {
  await renewSignIn(daughter, server.baseUrl, 'ok-chen');
  for (const name of [MOTHER, DAUGHTER]) {
    await openLecture();
    await see(daughter, LECTURE);
    await visible(daughter.getByRole('radio', { name: new RegExp(name) })).click();
    await tap(daughter, '报名参加');
    await at(daughter, '报名成功');
  }
});

story('they scan the code on the wall, and both are there', async () => {
  await moveTo(LECTURE_DAY, '14:05');
  await signInAtDesk(screen, server.baseUrl, 'nurse');
  await screen.goto(`${server.baseUrl}/console/lectures/${lectureId}/code`);
  const code = screen.getByRole('img', { name: /活动签到二维码/ });
  await code.waitFor();
  await renewSignIn(daughter, server.baseUrl, 'ok-chen');
  await daughter.goto(await readQr(code));
  await daughter.reload();
  await see(daughter, '谁到了？没来的请点掉');
  await tap(daughter, '签到');
  await see(daughter, new RegExp(`${MOTHER}.*请进去坐吧`));
  await signInAt('nurse');
  await desk.goto(`${server.baseUrl}/console/lectures/${lectureId}/attendance`);
  await see(desk, '到场 2 人：报名 2，直接来 0，只计人数 0');
});

story('afterwards both say how it was by one tap', async () => {
  await moveTo(LECTURE_DAY, '15:40');
  await renewSignIn(daughter, server.baseUrl, 'ok-chen');
  await openLecture();
  for (const name of [MOTHER, DAUGHTER]) {
    const happy = daughter.getByRole('button', { name: `${name}：满意`, exact: true });
    await visible(happy).click();
    await happy.waitFor({ state: 'detached' });
  }
  await expectSoundInBothModes(daughter);
});

story('the editor closes the record, with a picture and the hand-outs', async () => {
  await signInAt('editor');
  await desk.goto(`${server.baseUrl}/console/lectures/${lectureId}/record`);
  await see(desk, '2 人评价：满意 2，一般 0，不满意 0');
  await desk.getByLabel('活动小结').fill('讲了浴室和楼梯怎样防滑，来的人问得多。');
  await press('加一种资料');
  await desk.getByLabel('第1种资料的名称').fill('防跌倒手册');
  await desk.getByLabel('第1种资料的份数').fill('2');
  await desk
    .locator('input[type=file][aria-label="上传照片"]')
    .setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: await drawPicture(800, 600) });
  await visible(desk.getByRole('img', { name: '现场照片1' })).waitFor();
  await desk.getByLabel('照片里能认出的人，我们都问过，都同意放').check();
  await press('保存');
  await see(desk, '国家要求的活动档案材料齐了');
  await press(/^归\s?档$/);
  await press('确认归档');
  await button(desk, '退回修改').waitFor();
  await expectSound(desk);
});

story('the ledger counts it, and leads back to it', async () => {
  await openMenu(desk, '健康教育台账');
  await see(desk, `${dayOf(server.clock.now()).slice(0, 4)}年做了多少`);
  const row = desk.getByRole('row', { name: /健康知识讲座/ });
  await row.getByRole('button').click();
  const counted = desk.getByRole('list', { name: /健康知识讲座/ }).getByRole('link', { name: new RegExp(LECTURE) });
  await counted.waitFor();
  await expectSound(desk);
  await counted.click();
  await visible(desk.getByRole('heading', { name: LECTURE })).waitFor();
});

test('no page met a script error or broke the content policy', () => {
  expect([phone, daughter, desk, screen].flatMap(complaintsOf)).toEqual([]);
});
