import { Caller } from '../support/http';
import { startDemoServer, type DemoServer } from '../support/demo-server';
import { buildSignature } from '../support/signature';

/* The main job by the interface alone, on the built server with its demo, as the public surface names it. */
jest.setTimeout(60_000);

type Body = Record<string, unknown>;
interface Items {
  items: Body[];
}

let server: DemoServer;
let anyone: Caller;

const password = process.env.DEMO_PASSWORD ?? 'Linkang-demo-1';

async function staff(username: string): Promise<Caller> {
  const { status, body } = await anyone.post('/auth/staff', { username, password });
  expect(status).toBe(200);
  return anyone.as(body.accessToken as string);
}

const dayAhead = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  server = await startDemoServer();
  anyone = new Caller(server.url);
});
afterAll(() => server?.stop());

test('from sign-in to a contract, a physical, an article and a lecture', async () => {
  const signedIn = await anyone.post('/auth/wechat', { code: 'ok-li' });
  expect(signedIn.body).toMatchObject({ expiresIn: expect.any(Number), account: { kind: 'resident' } });
  const li = anyone.as(signedIn.body.accessToken as string);
  expect((await li.get('/me')).body.residents).toEqual([]);

  const consents = (await anyone.get<Items>('/consents')).body.items;
  const registered = await li.post('/residents', {
    name: '李秀兰',
    idType: 'residentId',
    idNumber: '110101196002150040',
    phone: '13800138003',
    address: { communityId: 'community-1', detail: '3号楼' },
    consents: consents.map(({ purpose, version }) => ({ purpose, version })),
  });
  expect(registered.status).toBe(201);
  expect(registered.body).toMatchObject({
    idNumberMasked: '110101********0040',
    birthDay: '1960-02-15',
    sex: 'female',
  });
  const residentId = registered.body.id as string;

  const teams = (await li.get<Items>('/teams?communityId=community-1')).body.items;
  expect(teams).toHaveLength(7);
  const [basic] = (await li.get<Items>('/service-packages')).body.items;
  expect(basic).toMatchObject({ code: 'BASIC', priceFen: 0 });
  const application = {
    residentId,
    teamId: teams[0]?.id,
    packageIds: [basic?.id],
    termYears: 1,
    textVersion: basic?.textVersion,
    signature: buildSignature(),
  };
  const signed = await li.post('/contracts', application);
  expect(signed).toMatchObject({ status: 201, body: { status: 'pendingReview', startDay: null, endDay: null } });
  expect(await li.post('/contracts', application)).toMatchObject({ status: 409, body: { code: 'CONTRACT_ACTIVE' } });

  const director = await staff('director');
  const approved = await director.post(`/contracts/${signed.body.id as string}/approve`);
  expect(approved).toMatchObject({ status: 200, body: { status: 'active', startDay: dayAhead(0) } });

  const range = `fromDay=${dayAhead(3)}&toDay=${dayAhead(13)}`;
  const sessions = (await anyone.get<Items>(`/sessions?serviceCode=senior-physical&${range}`)).body.items;
  const [first, second] = sessions.filter((session) => session.state === 'open');
  const booked = await li.post('/bookings', { sessionId: first?.id, residentId });
  expect(booked).toMatchObject({
    status: 201,
    body: { status: 'booked', sessionId: first?.id, can: { cancel: true } },
  });
  const again = await li.post('/bookings', { sessionId: second?.id, residentId });
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'PHYSICAL_ALREADY_USED', conflict: { id: booked.body.id, number: booked.body.number } },
  });

  const [article] = (await anyone.get<Items>('/articles')).body.items;
  expect((await anyone.get(`/articles/${article?.id as string}`)).body.html).toContain('<h2>');

  const editor = await staff('editor');
  const draft = await editor.post('/lectures', {
    title: '冬季防跌倒',
    speaker: '林静秋',
    day: dayAhead(2),
    startTime: '19:00',
    endTime: '20:00',
    place: '三楼健康教育室',
    capacity: 1,
  });
  expect(draft.status).toBe(201);
  const lecture = draft.body.id as string;
  expect((await anyone.get(`/lectures/${lecture}`)).status).toBe(404);
  expect((await editor.post(`/lectures/${lecture}/publish`)).body).toMatchObject({ state: 'open', remaining: 1 });
  expect((await li.post(`/lectures/${lecture}/registrations`, { residentId })).status).toBe(201);
  expect((await anyone.get(`/lectures/${lecture}`)).body).toMatchObject({ state: 'full', remaining: 0 });
});
