import type { Locator, Page } from 'playwright-core';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf } from './answers';
import { at, button, see, signInByCode, visible } from './pages';

/** More taps than this, and a daily thing is hidden too deep. */
export const MOST_TAPS = 5;

/** Somebody's finger on a page, which counts what it taps. */
export interface Hand {
  page: Page;
  /** Taps a button or link. */
  tap(name: string | RegExp): Promise<void>;
  tapOn(target: Locator): Promise<void>;
  /** Taps a field and types into it. */
  type(label: string | RegExp, text: string): Promise<void>;
  taps(): number;
}

/** A hand that has tapped nothing yet. */
export function handOn(page: Page): Hand {
  let count = 0;
  const tapOn = async (target: Locator): Promise<void> => {
    count += 1;
    await visible(target).click();
  };
  return {
    page,
    tapOn,
    tap: (name) => tapOn(button(page, name)),
    async type(label, text) {
      const field = visible(page.getByLabel(label));
      await tapOn(field);
      await field.fill(text);
    },
    taps: () => count,
  };
}

/** Something that people come for, from home to its end. */
export interface DailyTask {
  name: string;
  /** Who does it, by the name on the demo's sign-in page. */
  as: string;
  /** What has to be so before. */
  prepare?(url: string): Promise<void>;
  /** From home on; ends with what tells that it is done. */
  run(hand: Hand): Promise<void>;
}

const CHEN = '陈女士';
const MOTHER = '陈女士的母亲';
const WANG = '王大爷';

/** Mr Wang asks the mother to let him help; what he may already do ends first. */
async function askMother(url: string): Promise<void> {
  const { caller: wang } = await signInByCode(url, 'ok-wang');
  const { asked } = bodyOf(await wang.get<{ asked: { id: string; status: string }[] }>('/proxies'));
  if (asked.some(({ status }) => status === 'proposed')) return;
  for (const { id, status } of asked) if (status === 'active') bodyOf(await wang.post(`/proxies/${id}/revoke`));
  const mother = { name: '王秀英', idNumber: '110101195004080029', relationship: 'sibling' };
  const year = new Date().getUTCFullYear() + 1;
  bodyOf(await wang.post('/proxies', { ...mother, scopes: ['book'], endsDay: `${year}-06-30` }), 201);
}

/** Mr Wang has one visit before him, the day after tomorrow at the earliest, so that an earlier one is there to move to. */
async function bookForWang(url: string): Promise<void> {
  const { caller: wang } = await signInByCode(url, 'ok-wang');
  const { residents } = bodyOf(await wang.get<{ residents: { id: string }[] }>('/me'));
  const residentId = residents[0]?.id ?? '';
  type Listed<T> = { items: T[] };
  const coming = await wang.get<Listed<{ id: string; serviceCode: string }>>(
    `/bookings?residentId=${residentId}&when=coming`,
  );
  for (const { id, serviceCode } of bodyOf(coming).items)
    if (serviceCode === 'gp') bodyOf(await wang.post(`/bookings/${encodeURIComponent(id)}/cancel`));
  const today = dayOf(new Date());
  const range = `fromDay=${addDays(today, 2)}&toDay=${addDays(today, 12)}&limit=100`;
  const sessions = await wang.get<Listed<{ id: string; state: string }>>(`/sessions?serviceCode=gp&${range}`);
  const sessionId = bodyOf(sessions).items.find(({ state }) => state === 'open')?.id;
  bodyOf(await wang.post('/bookings', { sessionId, residentId }), 201);
}

/** What people do every day; each may take `MOST_TAPS` taps, and they are done in this order. */
export const dailyTasks: readonly DailyTask[] = [
  {
    name: '给母亲约体检',
    as: CHEN,
    async run(hand) {
      await hand.tap(/年体检还没约/);
      await at(hand.page, '今年的体检');
      await hand.tap(/^就这样约/);
      // Once with the daughter's own, and alone after the mother's was given up.
      await visible(hand.page.getByRole('heading', { level: 1, name: /^(?:都约好了|预约成功)$/ })).waitFor();
      await see(hand.page, /王秀英|65岁/);
    },
  },
  {
    name: '取消母亲的体检',
    as: CHEN,
    async run(hand) {
      await hand.tap(/体检.*王秀英|王秀英.*体检/);
      await at(hand.page, '预约详情');
      await hand.tap('取消预约');
      await hand.tap('确定取消');
      await see(hand.page, '已取消');
    },
  },
  {
    name: '找团队的电话',
    as: WANG,
    async run(hand) {
      await hand.tap(/^家庭医生签约/);
      await at(hand.page, '家庭医生');
      await see(hand.page, '已签约');
      await hand.tap(/打电话/);
    },
  },
  {
    name: '读文章、听文章',
    as: WANG,
    async run(hand) {
      await hand.tap(/分钟读完/);
      await at(hand.page, '健康文章');
      await hand.tap('读给我听');
    },
  },
  {
    name: '报名讲座',
    as: WANG,
    async run(hand) {
      await hand.tapOn(hand.page.getByRole('button').filter({ hasText: /余\d+个名额/ }));
      await at(hand.page, '健康讲座');
      await hand.tap('报名参加');
      await see(hand.page, /报名成功|报上了|已报名/);
    },
  },
  {
    name: '记血压',
    as: WANG,
    async run(hand) {
      await hand.tap(/^记血压、血糖/);
      await hand.tap('记一次血压');
      await hand.type(/^高压/, '128');
      await hand.type(/^低压/, '78');
      await hand.tap(/^记下/);
      await see(hand.page, '看记录和变化');
    },
  },
  {
    name: '看体检报告',
    as: WANG,
    async run(hand) {
      await hand.tapOn(hand.page.getByRole('navigation').getByText('我的'));
      await at(hand.page, '我的');
      await hand.tap(/^我的体检报告/);
      await hand.tap(/\d年体检报告/);
      await see(hand.page, '要留意的');
    },
  },
  {
    name: '同意家人代办',
    as: MOTHER,
    prepare: askMother,
    async run(hand) {
      await hand.tap(/1位家人等您同意/);
      await at(hand.page, '家人');
      await hand.tap(/^同意/);
      await see(hand.page, /停止授权/);
    },
  },
  {
    name: '改预约的时间',
    as: WANG,
    prepare: bookForWang,
    async run(hand) {
      await hand.tap(/全科门诊/);
      await at(hand.page, '预约详情');
      await hand.tap('改到别的时间');
      await at(hand.page, '改约：选新时间');
      await hand.tap(/余\d+号/);
      await at(hand.page, '确认改约');
      await hand.tap('确认改到这个时间');
      await at(hand.page, '改约成功');
    },
  },
];
