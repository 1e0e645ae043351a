import { subscriptionModule } from '@linkang/server/modules/subscription';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { Subscription } from '@linkang/shared/api/subscription.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildResidentAccount } from '../support/builders';
import { buildCitizen, buildLectureBody, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { inboxOf, runNoticeJob, sentBy, stubCall } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const KINDS = ['LECTURE', 'FREE_CLINIC'];

let server: TestServer;
let east: string;
let west: string;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  const admin = staffCaller(server, ['admin']);
  const add = async (name: string): Promise<string> =>
    bodyOf(await admin.post<{ id: string }>('/communities', { name, teamId: null, order: 1 }), 201).id;
  [east, west] = [await add('桂花里社区'), await add('康宁西里社区')];
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['lectures', 'lectureSubscriptions', 'notices', 'noticeCredits'])
    await server.deps.connection.collection(name).deleteMany({});
  person = await buildCitizen(server);
});
afterAll(() => server.stop());

const subscriptions = () =>
  server.deps.connection.collection<Record<string, unknown> & { _id: string }>('lectureSubscriptions');
const save = (body: object = {}, { caller } = person): Promise<Answer<Subscription>> =>
  caller.post<Subscription>('/lecture-subscription', { kinds: KINDS, communityIds: [], ...body }, null);
const end = ({ caller } = person): Promise<Answer> => caller.post('/lecture-subscription/end', undefined, null);
const seen = async ({ caller } = person): Promise<Subscription> =>
  bodyOf(await caller.get<Subscription>('/lecture-subscription'));

const publish = async (changes: Record<string, unknown> = {}): Promise<Lecture> => {
  const editor = staffCaller(server, ['editor']);
  const { id } = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody(changes)), 201);
  return bodyOf(await editor.post<Lecture>(`/lectures/${id}/publish`));
};
const tell = async (): Promise<void> => {
  const [job] = subscriptionModule.jobs?.(server.deps) ?? [];
  await job?.run();
};
const titles = async ({ caller } = person): Promise<string[]> => {
  await tell();
  return (await inboxOf(server, caller)).items.map(({ title }) => title);
};

describe('choosing', () => {
  it('begins with everything offered and off, keeps the choice, and forgets it by one tap', async () => {
    expect(await seen()).toMatchObject({ on: false, communityIds: [] });
    const chosen = { kinds: ['LECTURE'], communityIds: [east] };
    expect(bodyOf(await save({ ...chosen, kinds: ['LECTURE', 'LECTURE'] }))).toEqual({ on: true, ...chosen });
    expect(await seen()).toEqual({ on: true, ...chosen });
    bodyOf(await save({ kinds: ['QUIZ'] }));
    expect(await seen()).toEqual({ on: true, kinds: ['QUIZ'], communityIds: [] });
    expect([(await end()).status, (await end()).status]).toEqual([204, 204]);
    expect(await seen()).toMatchObject({ on: false });
    expect(await subscriptions().countDocuments({})).toBe(0);
  });

  it('keeps one choice of a person, however many phones send one at once', async () => {
    const answers = await Promise.all(KINDS.flatMap((kind) => [kind, kind]).map((kind) => save({ kinds: [kind] })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await subscriptions().countDocuments({})).toBe(1);
  });

  it('refuses each field that cannot be', async () => {
    expect(faultsOf(await save({ kinds: [] }))).toEqual(['body.kinds EMPTY']);
    expect(faultsOf(await save({ kinds: ['BOARD'] }))).toEqual(['body.kinds.0 UNKNOWN']);
    expect(faultsOf(await save({ kinds: 'LECTURE' }))).toEqual(['body.kinds TYPE']);
    expect(faultsOf(await save({ communityIds: [east, 'nowhere'] }))).toEqual(['body.communityIds.1 UNKNOWN']);
    expect(faultsOf(await save({ communityIds: Array.from({ length: 21 }, (_, at) => `c${at}`) }))).toEqual([
      'body.communityIds TOO_MANY',
    ]);
  });

  it('is for signed-in residents who are registered, and shows nobody the choice of another', async () => {
    const anyone = new Caller(server.baseUrl);
    expect(outcomeOf(await anyone.get('/lecture-subscription'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['director']).get('/lecture-subscription'))).toBe('403 FORBIDDEN');
    bodyOf(await save());
    expect(await seen(await buildCitizen(server))).toMatchObject({ on: false });
    const token = server.deps.tokens.signAccess({ kind: 'resident', accountId: 'a-nobody', signInId: 'test' });
    const unregistered = anyone.as(token);
    expect(outcomeOf(await unregistered.get('/lecture-subscription'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await unregistered.post('/lecture-subscription', { kinds: KINDS, communityIds: [] }, null))).toBe(
      '404 NOT_FOUND',
    );
  });
});

describe('a new activity', () => {
  it('is told to those who want its kind and place, once each', async () => {
    const [far, other, all] = await Promise.all([1, 2, 3].map(() => buildCitizen(server)));
    bodyOf(await save({ communityIds: [east] }));
    bodyOf(await save({ communityIds: [west] }, far));
    bodyOf(await save({ kinds: ['QUIZ'] }, other));
    bodyOf(await save({}, all));
    const { id } = await publish({ title: '广场义诊', kind: 'FREE_CLINIC', place: '桂花里广场' });
    expect([await titles(), await titles(far), await titles(other), await titles(all)]).toEqual([
      ...[['新活动：广场义诊'], [], [], ['新活动：广场义诊']],
    ]);
    expect(await titles()).toHaveLength(1);
    const [notice] = (await inboxOf(server, person.caller)).items;
    expect(notice).toMatchObject({ opens: 'lecture', targetId: id });
    expect(notice?.body).toContain('桂花里广场');
    await publish({ title: '中心讲座' });
    expect([await titles(far), await titles(other)]).toEqual([['新活动：中心讲座'], []]);
  });

  it('is not told to those who come already, who ended it, or who began it later', async () => {
    const [comes, ended, late] = await Promise.all([1, 2, 3].map(() => buildCitizen(server)));
    for (const one of [person, comes, ended]) bodyOf(await save({}, one));
    const { id } = await publish();
    const { caller, residentId } = comes as Citizen;
    bodyOf(await caller.post(`/lectures/${id}/registrations`, { residentId }), 201);
    await end(ended);
    server.clock.advanceMinutes(1);
    bodyOf(await save({}, late));
    expect(await titles()).toHaveLength(1);
    expect((await titles(comes)).filter((title) => title.startsWith('新活动'))).toEqual([]);
    expect([await titles(ended), await titles(late)]).toEqual([[], []]);
  });

  it('is not told any more when it was called off, or when somebody registered after it was owed', async () => {
    const other = await buildCitizen(server);
    for (const one of [person, other]) bodyOf(await save({}, one));
    const { id } = await publish();
    await tell();
    bodyOf(await other.caller.post(`/lectures/${id}/registrations`, { residentId: other.residentId }), 201);
    expect((await titles(other)).filter((title) => title.startsWith('新活动'))).toEqual([]);
    expect(await titles()).toHaveLength(1);
    const second = await publish({ day: '2026-06-10' });
    await tell();
    bodyOf(await staffCaller(server, ['editor']).post(`/lectures/${second.id}/cancel`, { reason: '讲师生病' }));
    const third = await publish({ day: '2026-06-11' });
    bodyOf(await staffCaller(server, ['editor']).post(`/lectures/${third.id}/cancel`, { reason: '讲师生病' }));
    expect(await titles()).toHaveLength(1);
  });

  it('is told once though a run was killed on its way', async () => {
    bodyOf(await save());
    const { id } = await publish();
    const lectures = server.deps.connection.collection<{ _id: string; newsAt?: Date }>('lectures');
    const before = await lectures.findOne({ _id: id });
    expect(before?.newsAt).toEqual(server.clock.now());
    await tell();
    expect((await lectures.findOne({ _id: id }))?.newsAt).toBeUndefined();
    for (let again = 0; again < 2; again += 1) {
      // Killed before the mark was taken off: once with the message owed, once with it delivered.
      await lectures.updateOne({ _id: id }, { $set: { newsAt: before?.newsAt as Date } });
      await tell();
      expect((await subscriptions().findOne({}))?.outbox ?? []).toHaveLength(1);
      expect(await titles()).toHaveLength(1);
    }
    await Promise.all([tell(), tell()]);
    expect(await titles()).toHaveLength(1);
  });

  it('waits for the morning, and uses one permission', async () => {
    server.clock.set('2026-06-04T14:30:00.000Z');
    const openId = 'openid-news';
    const account = await buildResidentAccount(server, { code: 'ok-news' });
    await stubCall(server.stub.baseUrl, 'credits', { touser: openId, template_id: 'demo-lecture', count: 2 });
    const templates = await account.caller.get<{ items: string[] }>('/notices/templates?moment=lecture');
    expect(bodyOf(templates).items).toEqual(['demo-lecture']);
    await account.caller.post('/notices/credits', { templateIds: ['demo-lecture'] });
    bodyOf(await account.caller.post('/lecture-subscription', { kinds: KINDS, communityIds: [] }, null));
    await publish();
    await publish({ title: '第二场', day: '2026-06-10' });
    const push = async (): Promise<string[]> => {
      await tell();
      await runNoticeJob(server, 'deliverNotices');
      await runNoticeJob(server, 'pushNotices');
      return (await sentBy(server.stub.baseUrl)).filter(({ touser }) => touser === openId).map(({ page }) => page);
    };
    expect(await push()).toEqual([]);
    server.clock.set('2026-06-04T23:30:00.000Z');
    expect(await push()).toHaveLength(1);
    expect((await push())[0]).toContain('packages/lecture/pages/detail/index?id=');
    // The second one stands in the list only: there was one permission.
    const { accountId } = account;
    expect(await server.deps.connection.collection('notices').countDocuments({ accountId })).toBe(2);
  });
});

describe('whose it is', () => {
  it('stands in the copy of the own data and goes over to the record that stays', async () => {
    bodyOf(await save({ communityIds: [east] }));
    const who = { residentId: person.residentId, accountId: person.accountId };
    const [section] = (await subscriptionModule.personalData?.(server.deps, who)) ?? [];
    expect(section?.rows).toMatchObject([{ kinds: '健康讲座、义诊', communities: '桂花里社区' }]);
    await publish();
    await tell();
    const stay = await buildCitizen(server);
    const pair = { stayId: stay.residentId, awayId: person.residentId, by: 'staff-1' };
    await subscriptionModule.merging?.move(server.deps, pair, server.clock.now());
    await subscriptionModule.merging?.move(server.deps, pair, server.clock.now());
    const left = await subscriptions().find({}).toArray();
    expect(left).toMatchObject([{ residentId: stay.residentId, outbox: [{ residentId: stay.residentId }] }]);
  });

  it('is erased with the account', async () => {
    bodyOf(await save());
    const who = { residentId: person.residentId, accountId: person.accountId };
    const [store] = subscriptionModule.personalStores ?? [];
    expect(await store?.count(server.deps, who)).toBe(1);
    await store?.erase(server.deps, who, server.clock.now());
    expect(await store?.count(server.deps, who)).toBe(0);
  });
});
