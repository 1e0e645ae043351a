import { proxyModule } from '@linkang/server/modules/proxy';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, buildLectureBody, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { inboxOf, runNoticeJob, type Inbox } from '../support/notices';
import { askToActFor, buildProxy, confirm } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const titlesOf = async ({ caller }: Citizen): Promise<string[]> =>
  (await inboxOf(server, caller)).items.map(({ title }) => title);
const collection = (name: string) => server.deps.connection.collection<{ _id: string }>(name);

/** A mother and her daughter, who may do this for her. */
async function buildFamily(scopes: string[] = ['book', 'record']): Promise<[Citizen, Citizen]> {
  const mother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
  const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
  await buildProxy(server, daughter, mother, { scopes });
  await inboxOf(server, daughter.caller);
  for (const { caller } of [mother, daughter]) await caller.post('/notices/read', { all: true });
  return [mother, daughter];
}

async function waitingContract(citizen: Citizen, id: string): Promise<void> {
  await collection('contracts').insertOne({
    _id: id,
    residentId: citizen.residentId,
    status: 'pendingReview',
    kind: 'first',
    slots: ['now', 'next'],
    history: [],
    teamId: 'team-1',
    packages: [],
    packageVersion: '1',
    termYears: 1,
    textVersion: '1',
    signedAt: server.clock.now(),
    signedBy: 'somebody',
    evidence: { channel: 'h5' },
    startDay: null,
    endDay: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    rev: 0,
  } as never);
}

describe('what happens reaches the lists', () => {
  it('a booking: to the person with all that they must know, once however often the job runs', async () => {
    const me = await buildCitizen(server);
    const { id } = await openSession(server);
    const booking = bodyOf(await book(me, id), 201);
    await Promise.all(Array.from({ length: 4 }, () => runNoticeJob(server, 'deliverNotices')));
    const inbox = await inboxOf(server, me.caller);
    expect(inbox).toEqual({
      items: [
        {
          id: `${booking.id}:bookingMade:${server.clock.now().getTime()}:${me.accountId}`,
          title: '全科门诊约好了',
          body: '6月8日 周一 上午9:00，一楼全科诊室，1号。',
          at: TEST_NOW,
          isRead: false,
          opens: 'booking',
          targetId: booking.id,
          residentId: me.residentId,
        },
      ],
      nextCursor: null,
      unread: 1,
    });
    // Nothing is owed any more, and no empty list stays in the index.
    expect(await collection('seats').countDocuments({ outbox: { $exists: true } })).toBe(0);
  });

  it('a run that was killed between list and document adds nothing twice', async () => {
    const me = await buildCitizen(server);
    const booking = bodyOf(await book(me, (await openSession(server)).id), 201);
    const seat = await collection('seats').findOne({ _id: booking.id });
    await runNoticeJob(server, 'deliverNotices');
    await collection('seats').updateOne({ _id: booking.id }, { $set: { outbox: (seat as never)['outbox'] } });
    expect(await titlesOf(me)).toEqual(['全科门诊约好了']);
  });

  it('a booking that a relative makes, and staff cancel: to both, the relative seeing for whom', async () => {
    const [mother, daughter] = await buildFamily();
    const { id } = await openSession(server, { serviceCode: 'tcm' });
    const booking = bodyOf(
      await daughter.caller.post<{ id: string }>('/bookings', { sessionId: id, residentId: mother.residentId }),
      201,
    );
    server.clock.advanceMinutes(1);
    bodyOf(await staffCaller(server, ['desk']).post(`/bookings/${booking.id}/cancel`));
    const [hers, ours] = [await inboxOf(server, mother.caller), await inboxOf(server, daughter.caller)];
    const told = ['中医门诊的预约已取消', '中医门诊约好了'];
    expect(hers.items.slice(0, 2).map(({ title }) => title)).toEqual(told);
    expect(ours.items.slice(0, 2).map(({ title, residentName }) => [title, residentName])).toEqual(
      told.map((title) => [title, '王秀英']),
    );
    expect(hers.items[0]).not.toHaveProperty('residentName');
    expect(hers.items[0]?.body).toBe('原定6月8日 周一 上午9:00，一楼全科诊室。');
    expect([hers.unread, ours.unread]).toEqual([2, 2]);
  });

  it('only relatives with the scope hear of it', async () => {
    const [mother, daughter] = await buildFamily(['record']);
    bodyOf(await book(mother, (await openSession(server)).id), 201);
    expect((await inboxOf(server, mother.caller)).unread).toBe(1);
    expect((await inboxOf(server, daughter.caller)).unread).toBe(0);
  });

  it('a relative whose permission ends sees no more of the person, and hears that it ended', async () => {
    const [mother, daughter] = await buildFamily(['book']);
    bodyOf(await book(mother, (await openSession(server)).id), 201);
    expect((await inboxOf(server, daughter.caller)).unread).toBe(1);
    const { asked } = bodyOf(await daughter.caller.get<{ asked: { id: string }[] }>('/proxies'));
    server.clock.advanceMinutes(1);
    bodyOf(await mother.caller.post(`/proxies/${asked[0]?.id}/revoke`));
    const [hers, ours] = [await titlesOf(mother), await titlesOf(daughter)];
    expect(hers.slice(0, 2)).toEqual(['代办已停止', '全科门诊约好了']);
    expect(ours).toEqual(['代办已停止', '代办已开通']);
    expect((await inboxOf(server, daughter.caller)).unread).toBe(1);
  });

  it('a lecture that is called off: to everybody who had a seat, with the reason', async () => {
    const [one, two] = [await buildCitizen(server), await buildCitizen(server)];
    const editor = staffCaller(server, ['editor']);
    const { id } = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody()), 201);
    bodyOf(await editor.post(`/lectures/${id}/publish`));
    for (const { caller, residentId } of [one, two])
      bodyOf(await caller.post(`/lectures/${id}/registrations`, { residentId }), 201);
    server.clock.advanceMinutes(1);
    bodyOf(await editor.post(`/lectures/${id}/cancel`, { reason: '讲课医生生病' }));
    for (const { caller } of [one, two]) {
      const { items } = await inboxOf(server, caller);
      expect(items.map(({ title }) => title)).toEqual([
        '夏天怎样防中暑临时取消，您的预约也取消了',
        '夏天怎样防中暑约好了',
      ]);
      expect(items[0]?.body).toContain('原因：讲课医生生病。');
    }
  });

  it('a contract that is approved or rejected: to the person and relatives who may see the file', async () => {
    const [mother, daughter] = await buildFamily(['record']);
    const director = staffCaller(server, ['director']);
    await waitingContract(mother, 'contract-no');
    bodyOf(await director.post<Contract>('/contracts/contract-no/reject', { reason: '请补充住址' }));
    server.clock.advanceMinutes(1);
    await waitingContract(mother, 'contract-yes');
    bodyOf(await director.post<Contract>('/contracts/contract-yes/approve'));
    for (const person of [mother, daughter])
      expect((await titlesOf(person)).slice(0, 2)).toEqual(['家庭医生签约成功', '签约申请没有通过']);
    const { items } = await inboxOf(server, mother.caller);
    expect(items[1]).toMatchObject({ body: expect.stringContaining('请补充住址'), opens: 'contract' });
  });

  it('a request to act: to the person alone until it is answered, then to both', async () => {
    const mother = await buildCitizen(server, { name: '王秀英' });
    const daughter = await buildCitizen(server, { name: '陈晓岚' });
    const first = await askToActFor(server, daughter, mother);
    expect(await titlesOf(mother)).toEqual(['陈晓岚请求帮您办事']);
    expect(await titlesOf(daughter)).toEqual([]);
    server.clock.advanceMinutes(1);
    bodyOf(await mother.caller.post(`/proxies/${first.id}/reject`));
    expect(await titlesOf(daughter)).toEqual(['代办申请没有同意']);
    const second = await askToActFor(server, daughter, mother);
    server.clock.advanceMinutes(1);
    bodyOf(await confirm(mother, second.id));
    expect(await titlesOf(daughter)).toEqual(['代办已开通', '代办申请没有同意']);
    expect((await titlesOf(mother))[0]).toBe('代办已开通');
  });

  it('a request that is taken back before an answer shows the relative nothing, known person or not', async () => {
    const mother = await buildCitizen(server);
    const daughter = await buildCitizen(server);
    const stranger = { ...mother, name: '没有这人' };
    for (const person of [mother, stranger]) {
      const { id } = await askToActFor(server, daughter, person);
      server.clock.advanceMinutes(1);
      bodyOf(await daughter.caller.post(`/proxies/${id}/revoke`));
    }
    expect(await titlesOf(daughter)).toEqual([]);
    expect(await titlesOf(mother)).toHaveLength(2);
  });

  it('a permission that runs out: to both, once, and a request that runs out: to nobody', async () => {
    const [mother, daughter] = await buildFamily(['book']);
    const other = await buildCitizen(server);
    await askToActFor(server, daughter, other);
    await inboxOf(server, other.caller);
    server.clock.set('2027-01-01T04:00:00.000Z');
    for (let i = 0; i < 2; i += 1) await proxyModule.jobs?.(server.deps)[0]?.run();
    expect((await titlesOf(mother)).filter((title) => title === '代办已停止')).toHaveLength(1);
    expect((await titlesOf(daughter)).filter((title) => title === '代办已停止')).toHaveLength(1);
    expect(await titlesOf(other)).toEqual([expect.stringMatching(/请求帮您办事/)]);
  });
});

describe('GET /notices', () => {
  it('is for residents, also before they register', async () => {
    for (const path of ['/notices', '/notices/unread']) {
      expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await staffCaller(server, ['director']).get(path))).toBe('403 FORBIDDEN');
    }
    const token = server.deps.tokens.signAccess({ kind: 'resident', accountId: 'newcomer', signInId: 'test' });
    expect(bodyOf(await new Caller(server.baseUrl, token).get('/notices'))).toEqual({
      items: [],
      nextCursor: null,
      unread: 0,
    });
  });

  it.each([
    ['limit=0', 'query.limit'],
    ['limit=101', 'query.limit'],
    ['cursor=nonsense', 'query.cursor CURSOR'],
    ['cursor=1|', 'query.cursor CURSOR'],
    ['cursor=%24ne', 'query.cursor CURSOR'],
  ])('refuses %s', async (query, fault) => {
    const answer = await (await buildCitizen(server)).caller.get(`/notices?${query}`);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)[0]).toContain(fault);
  });

  it('pages from the newest to the oldest without a gap, also among messages of one moment', async () => {
    const me = await buildCitizen(server);
    for (const [i, day] of ['2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', '2026-06-12'].entries()) {
      if (i > 2) server.clock.advanceMinutes(1);
      bodyOf(await book(me, (await openSession(server, { day })).id), 201);
    }
    const all = await inboxOf(server, me.caller);
    expect(all.items).toHaveLength(5);
    const seen: Notice[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Inbox = await inboxOf(server, me.caller, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all.items);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
  });
});

describe('POST /notices/read', () => {
  it('marks those named, or all, and only the own ones', async () => {
    const [me, other] = [await buildCitizen(server), await buildCitizen(server)];
    for (const day of ['2026-06-08', '2026-06-09', '2026-06-10'])
      bodyOf(await book(me, (await openSession(server, { day })).id), 201);
    const { items } = await inboxOf(server, me.caller);
    const [first] = items;
    expect(bodyOf(await other.caller.post('/notices/read', { ids: [first?.id] }))).toEqual({ unread: 0 });
    expect(bodyOf(await other.caller.post('/notices/read', { all: true }))).toEqual({ unread: 0 });
    expect(bodyOf(await me.caller.get('/notices/unread'))).toEqual({ unread: 3 });
    expect(bodyOf(await me.caller.post('/notices/read', { ids: [first?.id, 'nobody-has-this'] }))).toEqual({
      unread: 2,
    });
    expect((await inboxOf(server, me.caller)).items.map(({ isRead }) => isRead)).toEqual([true, false, false]);
    expect(bodyOf(await me.caller.post('/notices/read', { all: true }))).toEqual({ unread: 0 });
  });

  it.each([
    [{}, 'body'],
    [{ ids: [] }, 'body'],
    [{ ids: [{ $ne: null }] }, 'body'],
    [{ ids: Array.from({ length: 101 }, () => 'a') }, 'body'],
    [{ all: false }, 'body'],
    [{ all: true, ids: ['a'] }, 'body'],
  ])('refuses %j', async (body, fault) => {
    const answer = await (await buildCitizen(server)).caller.post('/notices/read', body);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)[0]).toContain(fault);
  });

  it('is for residents', async () => {
    expect(outcomeOf(await new Caller(server.baseUrl).post('/notices/read', { all: true }))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['desk']).post('/notices/read', { all: true }))).toBe('403 FORBIDDEN');
  });
});
