import type { Announcement, KeptAnnouncement } from '@linkang/shared/api/announcement.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

// It is the 4th of June 2026.
const YESTERDAY = '2026-06-03';
const TODAY = '2026-06-04';
const TOMORROW = '2026-06-05';

interface Page {
  items: KeptAnnouncement[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;
let desk: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  desk = (await signInStaff(server, ['desk'], { name: '周前台' })).caller;
});
afterEach(() => server.deps.connection.collection('announcements').deleteMany({}));
afterAll(() => server.stop());

const written = (changes: Record<string, unknown> = {}) => ({
  title: '周六停电',
  text: '周六上午停电，接种门诊改在下午。',
  fromDay: TODAY,
  toDay: TOMORROW,
  important: false,
  ...changes,
});
const announce = async (changes: Record<string, unknown> = {}): Promise<KeptAnnouncement> =>
  bodyOf(await desk.post<KeptAnnouncement>('/announcements', written(changes)), 201);
const shown = async (): Promise<string[]> =>
  bodyOf(await anyone.get<{ items: Announcement[] }>('/announcements')).items.map(({ title }) => title);

describe('POST /announcements', () => {
  it('shows it to everyone, without saying who wrote it', async () => {
    const made = await announce();
    expect(made).toMatchObject({ ...written(), state: 'shown', authorName: '周前台' });
    const { items } = bodyOf(await anyone.get<{ items: Announcement[] }>('/announcements'));
    expect(items).toEqual([{ id: made.id, ...written() }]);
  });

  it.each([
    ['no title', { title: ' ' }, 'body.title EMPTY'],
    ['a long title', { title: '长'.repeat(41) }, 'body.title TOO_LONG'],
    ['no text', { text: '' }, 'body.text EMPTY'],
    ['a long text', { text: '长'.repeat(501) }, 'body.text TOO_LONG'],
    ['no first day', { fromDay: undefined }, 'body.fromDay MISSING'],
    ['a day that is none', { toDay: '2026-06-31' }, 'body.toDay DAY'],
    ['an end before its beginning', { fromDay: TOMORROW, toDay: TODAY }, 'body.toDay ORDER'],
    ['days that are over', { fromDay: YESTERDAY, toDay: YESTERDAY }, 'body.toDay PAST'],
    ['no word on importance', { important: undefined }, 'body.important MISSING'],
    ['importance in words', { important: 'yes' }, 'body.important TYPE'],
  ])('refuses %s', async (_name, changes, fault) => {
    const answer = await desk.post('/announcements', written(changes));
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', [fault]]);
  });

  it('makes one of twenty submissions at once, and refuses another body under the key', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.post('/announcements', written(), 'k-20')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(await shown()).toEqual(['周六停电']);
    const other = await desk.post('/announcements', written({ title: '别的' }), 'k-20');
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
  });
});

describe('what is announced on a day', () => {
  it('begins and ends with its days, in Shanghai', async () => {
    await announce({ title: '明天起', fromDay: TOMORROW, toDay: TOMORROW });
    await announce({ title: '到今天', fromDay: YESTERDAY, toDay: TODAY });
    expect(await shown()).toEqual(['到今天']);
    const noon = server.clock.now();
    // 16:01 UTC is a minute past midnight in Shanghai.
    server.clock.advanceMinutes(12 * 60 + 1);
    expect(await shown()).toEqual(['明天起']);
    server.clock.advanceMinutes((noon.getTime() - server.clock.now().getTime()) / 60_000);
  });

  it('puts important things first, then the newest', async () => {
    await announce({ title: '旧', fromDay: YESTERDAY });
    await announce({ title: '新' });
    await announce({ title: '要紧', fromDay: YESTERDAY, important: true });
    expect(await shown()).toEqual(['要紧', '新', '旧']);
  });
});

describe('POST /announcements/:id/end', () => {
  it('takes it from view, once', async () => {
    const { id } = await announce();
    const answers = await Promise.all([1, 2].map(() => desk.post<KeptAnnouncement>(`/announcements/${id}/end`)));
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect(answers.find(({ status }) => status === 200)?.body.state).toBe('ended');
    expect(await shown()).toEqual([]);
  });

  it('ends one that has not begun, and answers 404 for one that is not there', async () => {
    const { id } = await announce({ fromDay: TOMORROW });
    expect(bodyOf(await desk.post<KeptAnnouncement>(`/announcements/${id}/end`)).state).toBe('ended');
    expect(outcomeOf(await desk.post('/announcements/none/end'))).toBe('404 NOT_FOUND');
  });
});

describe('GET /announcement-history', () => {
  it('lists all of them page by page, with their state', async () => {
    await announce({ title: '一' });
    await announce({ title: '二', fromDay: TOMORROW });
    const third = await announce({ title: '三' });
    await desk.post(`/announcements/${third.id}/end`);
    const first = bodyOf(await desk.get<Page>('/announcement-history?limit=2'));
    expect(first.items.map(({ title, state }) => [title, state])).toEqual([
      ['三', 'ended'],
      ['二', 'coming'],
    ]);
    const second = bodyOf(await desk.get<Page>(`/announcement-history?limit=2&cursor=${first.nextCursor}`));
    expect([second.items.map(({ title }) => title), second.nextCursor]).toEqual([['一'], null]);
    expect(outcomeOf(await desk.get('/announcement-history?cursor=%24ne'))).toBe('400 VALIDATION_FAILED');
  });
});

it('is written and ended by director, editor and desk alone', async () => {
  const { id } = await announce();
  const attempts = (caller: Caller) => [
    caller.post('/announcements', written()),
    caller.post(`/announcements/${id}/end`),
    caller.get('/announcement-history'),
  ];
  expect(countOutcomes(await Promise.all(attempts(anyone)))).toEqual({ '401 AUTH_REQUIRED': 3 });
  for (const caller of [(await buildCitizen(server)).caller, staffCaller(server, ['doctor', 'nurse'])])
    expect(countOutcomes(await Promise.all(attempts(caller)))).toEqual({ '403 FORBIDDEN': 3 });
  for (const role of ['director', 'editor'] as const)
    expect((await staffCaller(server, [role]).post('/announcements', written())).status).toBe(201);
  expect(await shown()).toHaveLength(3);
});
