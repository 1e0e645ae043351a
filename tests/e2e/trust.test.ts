import type { Resident } from '@linkang/shared/api/resident.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { Caller } from '../support/http';
import {
  at,
  expectSound,
  expectSoundInBothModes,
  openAt,
  openMenu,
  PASSWORD,
  see,
  signInAtDesk,
  signInOnPhone,
  tap,
  visible,
} from '../support/pages';
import { eventually } from '../support/poll';
import { setStage } from '../support/stage';

/*
 * What people are promised: a permission that is taken back counts at once, an emergency is seen by its person and by
 * those who review it, in time or marked, and a closed account leaves what the table says and nothing else.
 */
jest.setTimeout(400_000);

const { stage, step, complaints } = setStage({ mother: 'phone', daughter: 'phone', auditor: 'desk' });

const MOTHER = '王秀英';
const DAY_MS = 86_400_000;

interface Person {
  residentId: string;
  accountId: string;
}

const rows = (name: string) => stage.database.collection<Record<string, unknown> & { _id: string }>(name);
const signIn = async (route: string, body: object): Promise<Caller> => {
  const anyone = new Caller(stage.url);
  return anyone.as(bodyOf(await anyone.post<{ accessToken: string }>(`/auth/${route}`, body)).accessToken);
};
const staff = (username: string): Promise<Caller> => signIn('staff', { username, password: PASSWORD });
interface Me {
  account: { id: string };
  residents: { id: string; relation: string }[];
}
const whoIs = async (caller: Caller): Promise<Person> => {
  const { account, residents } = bodyOf(await caller.get<Me>('/me'));
  return { accountId: account.id, residentId: residents.find(({ relation }) => relation === 'self')?.id ?? '' };
};

step(
  'the mother takes booking away while the daughter is about to book: refused in words',
  async ({ mother, daughter }) => {
    await signInOnPhone(daughter, stage.url, /^陈女士(?!的)/);
    await openAt(daughter, stage.url, '/packages/booking/pages/sessions/index?service=gp', '全科门诊');
    await tap(daughter, /为谁办/);
    await visible(daughter.getByRole('dialog')).getByRole('radio', { name: MOTHER }).click();
    await tap(daughter, /余\d+号/);
    await at(daughter, '确认预约');
    await visible(daughter.getByRole('radio', { name: new RegExp(MOTHER), checked: true })).waitFor();
    await signInOnPhone(mother, stage.url, /陈女士的母亲/);
    await openAt(mother, stage.url, '/packages/proxy/pages/family/index', '家人');
    await tap(mother, '少给几项');
    await visible(mother.getByRole('checkbox', { name: /帮忙预约/ })).click();
    await tap(mother, '保存');
    await see(mother, '看健康档案');
    await tap(daughter, '确认预约');
    await see(daughter, /没有(获得)?授权|授权已经/);
    await expectSoundInBothModes(daughter);
  },
);

step('a doctor opens her record in an emergency, and she reads on her phone that he did', async ({ mother }) => {
  const doctor = await staff('doctor');
  const { residentId } = await whoIs(await signIn('wechat', { code: 'ok-ma' }));
  expect(outcomeOf(await doctor.get(`/residents/${residentId}`))).toBe('403 ACCESS_LIMITED');
  bodyOf(await doctor.post('/emergencies', { residentId, reason: 'rescue', words: '突发胸痛' }), 201);
  bodyOf(await doctor.get<Resident>(`/residents/${residentId}`));
  await openAt(mother, stage.url, '/packages/rights/pages/trail/index', '谁看过我的档案');
  await see(mother, '紧急查看');
  await see(mother, /^医生 /);
  await expectSound(mother);
});

step(
  'the auditor is told by the menu, also that it waits for too long, and finds it in the log',
  async ({ auditor }) => {
    await signInAtDesk(auditor, stage.url, 'auditor');
    await see(auditor, '1 次待复核');
    await rows('emergencies').updateOne({}, { $set: { startedAt: new Date(Date.now() - 4 * DAY_MS) } });
    await auditor.reload();
    await see(auditor, '1 次待复核，1 次已超期');
    await see(auditor, '其中 1 次已超期');
    await expectSound(auditor);
    await openMenu(auditor, '审计记录');
    await see(auditor, '紧急查看');
    await openMenu(auditor, '紧急查看复核');
    await see(auditor, '突发胸痛');
    await see(auditor, '已超期');
    await see(auditor, /应在 .*前复核/);
    await expectSound(auditor);
    await tap(auditor, /^通过：/);
    await see(auditor, '没有这样的紧急查看');
    await auditor.getByText(/次待复核/).waitFor({ state: 'detached' });
  },
);

/** What is left of somebody, by the rows of the retention table. */
async function leftOf({ residentId, accountId }: Person) {
  const person = await rows('residents').findOne({ _id: residentId });
  const count = (name: string, filter: object) => rows(name).countDocuments(filter);
  return {
    account: await count('accounts', { _id: accountId }),
    openSignIns: await count('signIns', { accountId, endedAt: { $exists: false } }),
    contact: [person?.phone, person?.communityId, person?.addressDetail].filter((value) => (value ?? null) !== null)
      .length,
    preferences: await count('noticeCredits', { _id: { $gte: `${accountId}:`, $lt: `${accountId};` } }),
    notices: await count('notices', { $or: [{ residentId }, { accountId }] }),
    proxies: await count('proxies', { residentId }),
    openProxies: await count('proxies', { residentId, status: { $in: ['proposed', 'active'] } }),
    consents: await count('consents', { residentId }),
    contracts: await count('contracts', { residentId }),
    openContracts: await count('contracts', { residentId, open: true }),
    visits: await count('seats', { residentId, status: { $ne: 'booked' } }),
    openVisits: await count('seats', { residentId, status: 'booked' }),
    identity: [person?.name, person?.idNumber].filter((value) => (value ?? null) !== null).length,
  };
}

step('a closed account leaves what the table keeps, locked, and nothing else', async () => {
  const caller = await signIn('wechat', { code: 'ok-ma' });
  const leaver = await whoIs(caller);
  const { residentId } = leaver;
  bodyOf(await caller.post('/notices/credits', { templateIds: ['demo-booking'] }), 204);
  const before = await leftOf(leaver);
  expect(before).toMatchObject({ account: expect.any(Number), contact: expect.any(Number), identity: 2 });
  for (const kind of ['account', 'contact', 'preferences', 'proxies', 'consents'] as const)
    expect([kind, before[kind] > 0]).toEqual([kind, true]);
  bodyOf(await caller.post(`/residents/${residentId}/closure`, { agreed: true }), 201);
  const makeDue = (changes: object = {}) => {
    const past = new Date(Date.now() - 1000);
    return rows('closures').updateOne({ residentId }, { $set: { ...changes, nextAt: past } });
  };
  const within = { withinMs: 90_000, everyMs: 500 };
  const counts = (filter: object) => async () =>
    (await rows('closures').countDocuments({ residentId, ...filter })) === 1;
  await makeDue({ dueAt: new Date(Date.now() - 1000) });
  // It leaves the last message half a minute to go out, and the job comes by once a minute.
  const firstPass = { ...within, withinMs: 150_000 };
  await eventually('the first pass of the closing', counts({ passes: { $gte: 1 } }), firstPass);
  // The second pass finds what was told of the first, once that stands in the lists.
  const owing = async () => (await rows('proxies').countDocuments({ residentId, outbox: { $exists: true } })) === 0;
  await eventually('what was owed is delivered', owing, within);
  await makeDue();
  await eventually('the end of the closing', counts({ status: 'closed' }), within);
  const after = await leftOf(leaver);
  const erased = { account: 0, contact: 0, preferences: 0, notices: 0 };
  const ended = { openSignIns: 0, openProxies: 0, openContracts: 0, openVisits: 0 };
  const { proxies, consents, contracts, visits, identity } = before;
  expect(after).toEqual({
    ...{ ...erased, ...ended, proxies, consents, contracts, identity },
    visits: visits + before.openVisits,
  });
  // What is kept is locked: nobody in the house finds or reads it.
  const director = await staff('director');
  expect(outcomeOf(await director.get(`/residents/${residentId}`))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await caller.get(`/residents/${residentId}`))).toMatch(/^40[14] /);
  const found = await director.get<{ items: object[] }>(`/residents?query=${encodeURIComponent(MOTHER)}`);
  expect(bodyOf(found).items).toEqual([]);
});

step('and on the daughter’s phone there is nobody left to act for', async ({ daughter }) => {
  await openAt(daughter, stage.url, '/packages/proxy/pages/family/index', '家人');
  await see(daughter, '已停止');
  expect(await daughter.getByRole('button', { name: /停止授权/ }).count()).toBe(0);
  await openAt(daughter, stage.url, '/pages/home/index', '邻康社区');
  // The page that was read before may stand there until the server has answered.
  await daughter.getByText(/为谁办/).waitFor({ state: 'detached' });
  expect(complaints()).toEqual([]);
});
