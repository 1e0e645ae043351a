import { bodyOf } from '../support/answers';
import { Caller } from '../support/http';
import { at, button, expectSoundInBothModes, openAt, see, signInOnPhone, visible } from '../support/pages';
import { setStage } from '../support/stage';

/*
 * Ms Chen and her mother had their physicals on the same day last year: from home to both bookings it takes her three
 * taps at most. Then a seat that somebody else was quicker to take, and sharing what was booked.
 */
jest.setTimeout(180_000);

const { stage, step, complaints } = setStage({ phone: 'phone' });

let taps = 0;

const tap = async (name: string | RegExp): Promise<void> => {
  taps += 1;
  await button(stage.pages.phone, name).click();
};

const signIn = async (code: string): Promise<Caller> => {
  const anyone = new Caller(stage.url);
  return anyone.as(bodyOf(await anyone.post<{ accessToken: string }>('/auth/wechat', { code })).accessToken);
};

interface Coming {
  items: { id: string; serviceCode: string; day: string; startTime: string; sessionId: string }[];
}

const comingOf = async (caller: Caller, residentId: string): Promise<Coming['items']> =>
  bodyOf(await caller.get<Coming>(`/bookings?residentId=${residentId}&when=coming`)).items;

step('home says who has the physical before them, and when it could be', async ({ phone }) => {
  await signInOnPhone(phone, stage.url, /^陈女士(?!的)/);
  await button(phone, /年体检还没约/).waitFor();
  await see(phone, '陈晓岚、王秀英');
  await see(phone, '和去年一样，一次约好');
  await expectSoundInBothModes(phone);
});

step('three taps at most lead to seats for both on one day', async ({ phone }) => {
  taps = 0;
  await tap(/年体检还没约/);
  await at(phone, '今年的体检');
  await see(phone, '都和去年一样');
  await tap(/^就这样约，2位一起$/);
  await at(phone, '都约好了');
  expect(taps).toBeLessThanOrEqual(3);
  await see(phone, '2位都约好了');
  const chen = await signIn('ok-chen');
  const { residents } = bodyOf(await chen.get<{ residents: { id: string }[] }>('/me'));
  const bookings = (await Promise.all(residents.map(({ id }) => comingOf(chen, id)))).flat();
  expect(bookings.map(({ serviceCode }) => serviceCode).sort()).toEqual(['physical', 'senior-physical']);
  expect(new Set(bookings.map(({ day }) => day)).size).toBe(1);
  await expectSoundInBothModes(phone);
});

step('home has nothing more to say, and the page tells how it stands', async ({ phone }) => {
  await openAt(phone, stage.url, '/pages/home/index', '邻康社区');
  await see(phone, '近期讲座');
  expect(await phone.getByText('年体检还没约').count()).toBe(0);
  await openAt(phone, stage.url, '/packages/booking/pages/yearly/index', '今年的体检');
  await see(phone, '今年没有要约的体检');
  await visible(phone.getByText(/今年约好了：/)).waitFor();
});

step('a visit is sent to the family without a name and without its address', async ({ phone }) => {
  const shared: { text?: string; url?: string }[] = [];
  await phone.exposeFunction('recordShare', (data: (typeof shared)[number]) => shared.push(data));
  await phone.evaluate(() => {
    const record = (data: unknown): Promise<void> =>
      (window as unknown as { recordShare(data: unknown): Promise<void> }).recordShare(data);
    Object.defineProperty(navigator, 'share', { configurable: true, value: record });
  });
  await phone.goto(`${stage.url}/#/packages/booking/pages/list/index`);
  await at(phone, '我的预约');
  await button(phone, /^普通健康体检|^65岁/).click();
  await at(phone, '预约详情');
  await button(phone, '发给家人').click();
  for (const deadline = Date.now() + 10_000; shared.length === 0 && Date.now() < deadline;)
    await phone.waitForTimeout(50);
  expect(shared).toHaveLength(1);
  expect(shared[0]?.url).toBe(`${stage.url}/`);
  expect(shared[0]?.text).toContain('三楼体检中心');
  expect(shared[0]?.text).toContain('空腹');
  expect(JSON.stringify(shared)).not.toMatch(/陈晓岚|王秀英/);
});

step('where the browser cannot share, the words are copied', async ({ phone }) => {
  await phone.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
  await phone.evaluate(() => Object.defineProperty(navigator, 'share', { configurable: true, value: undefined }));
  await button(phone, '发给家人').click();
  await see(phone, '已复制');
});

test('no page met a script error or broke the content policy', () => {
  expect(complaints()).toEqual([]);
});
