import { noticeKinds } from '@linkang/shared/api/notice-kinds';
import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import type { Delivery } from '@linkang/shared/api/notice.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { runNoticeJob } from '../support/notices';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const CLERK = '665eaf2f9d2a4c0000000001';
const AT = '/notices/deliveries';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => notices().deleteMany({}));
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

interface Page {
  items: Delivery[];
  nextCursor: string | null;
}

const notices = () => server.deps.connection.collection<NoticeRow>('notices');
const desk = (): Caller => staffCaller(server, ['desk'], CLERK);
const see = async (query: string): Promise<Page> => bodyOf(await desk().get<Page>(`${AT}?${query}`));
const settle = (accountId: string, state: NoticeRow['push']['state']) =>
  notices().updateMany({ accountId }, { $set: { 'push.state': state } });

/** Somebody who booked, and the message about it. */
async function booked(person: Parameters<typeof buildCitizen>[1] = {}) {
  const citizen = await buildCitizen(server, person);
  const session = await openSession(server);
  bodyOf(await book(citizen, session.id), 201);
  await runNoticeJob(server, 'deliverNotices');
  return citizen;
}

describe('GET /notices/deliveries', () => {
  it('is for the clinic staff', async () => {
    const { caller } = await buildCitizen(server);
    expect(outcomeOf(await new Caller(server.baseUrl).get(`${AT}?state=failed`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await caller.get(`${AT}?state=failed`))).toBe('403 FORBIDDEN');
    for (const role of ['editor', 'admin'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).get(`${AT}?state=failed`))).toBe('403 FORBIDDEN');
    for (const role of ['director', 'doctor', 'nurse', 'desk'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).get(`${AT}?state=failed`))).toBe('200');
  });

  it.each([
    ['', ['query.state TYPE']],
    ['state=none', ['query.state TYPE']],
    ['state=todo', ['query.state TYPE']],
    ['state=sent&limit=0', ['query.limit TOO_SMALL']],
    ['state=sent&cursor=yesterday', ['query.cursor CURSOR']],
    ['state=sent&cursor=1%7C%24', ['query.cursor CURSOR']],
  ])('refuses %s', async (query, faults) => {
    expect(faultsOf(await desk().get(`${AT}?${query}`))).toEqual(faults);
  });

  it('names each person with the number, and not why; each reading is audited', async () => {
    const citizen = await booked({ name: '王秀英', phone: '13800138009' });
    await notices().updateOne({ accountId: citizen.accountId }, { $set: { 'data.reason': '胸痛待查' } });
    await settle(citizen.accountId, 'failed');
    const answer = await desk().get<Page>(`${AT}?state=failed`);
    const { items, nextCursor } = bodyOf(answer);
    expect(items).toEqual([
      {
        id: expect.any(String),
        state: 'failed',
        title: '全科门诊约好了',
        at: TEST_NOW,
        isRead: false,
        day: '2026-06-08',
        startTime: '09:00',
        residentId: citizen.residentId,
        residentName: '王秀英',
        phone: '13800138009',
      },
    ]);
    expect(nextCursor).toBeNull();
    expect(JSON.stringify(answer.body)).not.toContain('胸痛');
    const filter = { action: 'notice.deliveries', residentId: citizen.residentId, staffId: CLERK };
    expect(await server.deps.connection.collection('audits').countDocuments(filter)).toBe(1);
    expect((await see('state=sent')).items).toEqual([]);
  });

  it.each<[Delivery['state'], NoticeRow['push']['state'][]]>([
    ['waiting', ['todo', 'sending']],
    ['sent', ['sent']],
    ['failed', ['failed']],
    ['noPermission', ['noPermission']],
    ['unknown', ['unknown']],
  ])('%s holds what is %j, and what was never to be sent stands in none', async (state, pushed) => {
    const states = ['todo', 'sending', 'sent', 'failed', 'noPermission', 'unknown', 'none'] as const;
    const template = (await booked(), await notices().findOne({})) as NoticeRow;
    await notices().deleteMany({});
    await notices().insertMany(
      states.map((push) => ({ ...template, _id: `n:${push}`, push: { state: push, tries: 1 } })),
    );
    const { items } = await see(`state=${state}`);
    expect(items.map(({ id }) => id).sort()).toEqual(pushed.map((push) => `n:${push}`).sort());
    expect(items.every((item) => item.state === state)).toBe(true);
  });

  it('tells that a relative got it, and that it was read', async () => {
    const mother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, mother, { scopes: ['book'] });
    await runNoticeJob(server, 'deliverNotices');
    await notices().deleteMany({});
    const session = await openSession(server);
    bodyOf(await book(mother, session.id), 201);
    await runNoticeJob(server, 'deliverNotices');
    for (const { accountId } of [mother, daughter]) await settle(accountId, 'noPermission');
    bodyOf(await daughter.caller.post('/notices/read', { all: true }));
    const { items } = await see('state=noPermission');
    const shown = items.map(({ residentName, recipientName, isRead }) => [residentName, recipientName, isRead]);
    expect(shown).toHaveLength(2);
    expect(shown).toEqual(
      expect.arrayContaining([
        ['王秀英', undefined, false],
        ['王秀英', '陈晓岚', true],
      ]),
    );
  });

  it('goes from page to page, newest first, and misses none of the same moment', async () => {
    const template = (await booked(), await notices().findOne({})) as NoticeRow;
    await notices().deleteMany({});
    const ids = Array.from({ length: 7 }, (_, i) => `n:${i}`);
    const at = (i: number): Date => new Date(Date.parse(TEST_NOW) - Math.floor(i / 3) * 60_000);
    await notices().insertMany(
      ids.map((_id, i) => ({ ...template, _id, at: at(i), push: { state: i % 2 ? 'todo' : 'sending', tries: 1 } })),
    );
    const seen: Delivery[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await see(`state=waiting&limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.map(({ id }) => id).sort()).toEqual(ids);
    const times = seen.map((item) => item.at);
    expect(times).toEqual([...times].sort().reverse());
  });
});

test('no headline of a message tells a reason', () => {
  for (const { say } of Object.values(noticeKinds))
    expect(say({ reason: '胸痛待查' }, { relative: '家人' }).title).not.toContain('胸痛');
});
