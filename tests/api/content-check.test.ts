import { checkOwed } from '@linkang/server/platform/content-check';
import type { KeptAnnouncement } from '@linkang/shared/api/announcement.routes';
import type { Article } from '@linkang/shared/api/article.routes';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { Team } from '@linkang/shared/api/team.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildLectureBody, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { stubCall } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let editor: Caller;
let admin: Caller;

interface List<T> {
  items: T[];
}

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = staffCaller(server, ['editor', 'desk']);
  admin = staffCaller(server, ['admin']);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterEach(async () => {
  await setMode('ok');
  for (const name of ['articles', 'announcements', 'lectures'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

const setMode = (mode: 'ok' | 'down' | 'slow' | 'wrong') => stubCall(server.stub.baseUrl, 'fail', { mode });
const countAsked = async (): Promise<number> => {
  const response = await fetch(`${server.stub.baseUrl}/__stub/checked`);
  return ((await response.json()) as { items: string[] }).items.length;
};
const article = (changes: object = {}) => ({
  title: '春天怎样防过敏',
  category: '四季养生',
  html: '<p>出门戴口罩。</p>',
  ...changes,
});
const write = (changes: object = {}) => editor.post<Article>('/articles', article(changes));
const written = async (changes: object = {}): Promise<Article> => bodyOf(await write(changes), 201);
const announcement = (changes: object = {}) => ({
  title: '周六停电',
  text: '周六上午停电。',
  fromDay: '2026-06-04',
  toDay: '2026-06-05',
  important: false,
  ...changes,
});
const profile = (changes: object = {}) => ({
  staffId: null,
  visitingFrom: '市一院',
  name: '周敏',
  title: '主任医师',
  specialities: ['高血压'],
  intro: '从医二十年。',
  photoFileId: null,
  teamId: null,
  active: true,
  order: 1,
  ...changes,
});
const member = { name: '林若溪', title: '全科医生', specialities: '' };
const team = (changes: object = {}) => ({
  name: '东苑团队',
  intro: '照看东苑。',
  leader: member,
  members: [member],
  capacity: 100,
  hardLimit: false,
  order: 1,
  ...changes,
});
/** Runs the job so much later. */
const checkAfter = async (seconds: number): Promise<void> => {
  server.clock.set(new Date(Date.parse(TEST_NOW) + seconds * 1000).toISOString());
  await checkOwed(server.deps);
};
const markOf = async (id: string): Promise<unknown> => bodyOf(await editor.get<Article>(`/articles/${id}`)).check;

describe('words that others will be shown', () => {
  it('are asked about before they are kept, and those who write see the mark', async () => {
    const made = await written();
    expect(made.check).toBe('passed');
    bodyOf(await editor.post(`/articles/${made.id}/publish`));
    expect(bodyOf(await anyone.get<Article>(`/articles/${made.id}`))).not.toHaveProperty('check');
    expect(bodyOf(await editor.post<KeptAnnouncement>('/announcements', announcement()), 201).check).toBe('passed');
    expect(bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody()), 201).check).toBe('passed');
    expect(bodyOf(await admin.post<Doctor>('/doctors', profile()), 201).check).toBe('passed');
    expect(bodyOf(await admin.post<Team>('/teams', team()), 201).check).toBe('passed');
  });

  it.each([
    ['an article', '/articles', article({ html: '<p>好</p><p>risky</p>' }), ['body.html RISKY']],
    ['two fields', '/articles', article({ title: 'risky', category: 'risky' }), ['body.title', 'body.category']],
    ['an announcement', '/announcements', announcement({ text: 'risky' }), ['body.text RISKY']],
    ['a lecture', '/lectures', buildLectureBody({ intro: 'risky' }), ['body.intro RISKY']],
  ])('are refused with the field: %s', async (_name, url, body, faults) => {
    const answer = await editor.post(url, body);
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(faults.map((fault) => (fault.includes(' ') ? fault : `${fault} RISKY`)));
    expect(String(answer.body.detail)).toMatch(/没有通过微信的内容检测.*修改/);
    expect(await server.deps.connection.collection(url.slice(1)).countDocuments()).toBe(0);
  });

  it('are refused deep inside a body, and in what is only set up', async () => {
    const odd = { ...member, name: '林risky' };
    expect(faultsOf(await admin.post('/teams', team({ members: [member, odd] })))).toEqual([
      'body.members.1.name RISKY',
    ]);
    expect(faultsOf(await admin.post('/doctors', profile({ specialities: ['针灸', 'risky'] })))).toEqual([
      'body.specialities.1 RISKY',
    ]);
    expect(faultsOf(await admin.post('/communities', { name: 'risky', teamId: null, order: 1 }))).toEqual([
      'body.name RISKY',
    ]);
  });

  it('are asked about anew with each change; what is refused leaves everything as it was', async () => {
    const { id, rev } = await written();
    expect(faultsOf(await editor.put(`/articles/${id}`, { ...article({ title: 'risky' }), rev }))).toEqual([
      'body.title RISKY',
    ]);
    expect(bodyOf(await editor.get<Article>(`/articles/${id}`))).toMatchObject({ rev, title: article().title });
    const changed = await editor.put<Article>(`/articles/${id}`, { ...article({ title: 'review' }), rev });
    expect(bodyOf(changed).check).toBe('review');
  });

  it('that WeChat wants a person to look at are kept with the mark', async () => {
    const { id, check } = await written({ html: '<p>review</p>' });
    expect(check).toBe('review');
    bodyOf(await editor.post(`/articles/${id}/publish`));
    expect(outcomeOf(await anyone.get(`/articles/${id}`))).toBe('200');
  });

  it('are found across the end of a part, and long ones are left to the job', async () => {
    const long = `${'字'.repeat(2497)}risky${'字'.repeat(500)}`;
    expect(faultsOf(await write({ html: `<p>${long}</p>` }))).toEqual(['body.html RISKY']);
    const before = await countAsked();
    const book = await written({ html: `<p>${'字'.repeat(30_000)}</p>` });
    expect([book.check, await countAsked()]).toEqual(['waiting', before]);
    await checkAfter(60);
    expect([await markOf(book.id), (await countAsked()) - before]).toEqual(['passed', 14]);
  });

  it('are not asked about for those who may not write', async () => {
    const before = await countAsked();
    expect(outcomeOf(await staffCaller(server, ['nurse']).post('/articles', article({ title: 'risky' })))).toBe(
      '403 FORBIDDEN',
    );
    expect(outcomeOf(await anyone.post('/articles', article({ title: 'risky' })))).toBe('401 AUTH_REQUIRED');
    expect(await countAsked()).toBe(before);
  });
});

describe('when WeChat gives no answer', () => {
  it.each(['down', 'wrong', 'slow'] as const)('staff may go on, and it is asked again: %s', async (mode) => {
    await setMode(mode);
    const began = Date.now();
    const { id, check } = await written();
    expect([check, Date.now() - began < 4500]).toEqual(['waiting', true]);
    bodyOf(await editor.post(`/articles/${id}/publish`));
    expect(outcomeOf(await anyone.get(`/articles/${id}`))).toBe('200');
    if (mode !== 'slow') {
      await checkAfter(60);
      expect(await markOf(id)).toBe('waiting');
    }
    await setMode('ok');
    await checkAfter(600);
    expect(await markOf(id)).toBe('passed');
  });

  it('an expired token is fetched again', async () => {
    await written();
    await stubCall(server.stub.baseUrl, 'expire-tokens', {});
    expect((await written()).check).toBe('passed');
  });

  it('what is refused later is hidden from others until it is written anew', async () => {
    await setMode('down');
    const { id } = await written({ title: 'risky' });
    bodyOf(await editor.post(`/articles/${id}/publish`));
    bodyOf(await editor.post('/announcements', announcement({ text: 'risky' })), 201);
    const lecture = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody({ intro: 'risky' })), 201);
    bodyOf(await editor.post(`/lectures/${lecture.id}/publish`));
    const doctor = bodyOf(await admin.post<Doctor>('/doctors', profile({ intro: 'risky' })), 201);
    const group = bodyOf(await admin.post<Team>('/teams', team({ intro: 'risky' })), 201);
    const shown = async () => ({
      articles: bodyOf(await anyone.get<List<Article>>('/articles')).items.length,
      categories: bodyOf(await anyone.get<List<object>>('/article-categories')).items.length,
      article: outcomeOf(await anyone.get(`/articles/${id}`)),
      announcements: bodyOf(await anyone.get<List<object>>('/announcements')).items.length,
      lectures: bodyOf(await anyone.get<List<object>>('/lectures')).items.length,
      lecture: outcomeOf(await anyone.get(`/lectures/${lecture.id}`)),
      doctor: bodyOf(await anyone.get<Doctor>(`/doctors/${doctor.id}`)).intro,
      team: bodyOf(await anyone.get<Team>(`/teams/${group.id}`)).intro,
    });
    const [open, hidden] = [1, 0];
    expect(await shown()).toEqual({
      ...{ articles: open, categories: open, article: '200', announcements: open, lectures: open, lecture: '200' },
      ...{ doctor: 'risky', team: 'risky' },
    });
    await setMode('ok');
    await checkAfter(600);
    expect(await shown()).toEqual({
      ...{ articles: hidden, categories: hidden, article: '404 NOT_FOUND', announcements: hidden, lectures: hidden },
      ...{ lecture: '404 NOT_FOUND', doctor: '', team: '' },
    });
    expect(await markOf(id)).toBe('refused');
    const { contentsRefused } = bodyOf(await editor.get<{ contentsRefused: number }>('/today'));
    expect(contentsRefused).toBe(5);
    const { rev } = bodyOf(await editor.get<Article>(`/articles/${id}`));
    expect(bodyOf(await editor.put<Article>(`/articles/${id}`, { ...article(), rev })).check).toBe('passed');
    expect(outcomeOf(await anyone.get(`/articles/${id}`))).toBe('200');
  });

  it('a late answer about former words changes nothing', async () => {
    await setMode('down');
    const { id, rev } = await written({ title: 'risky' });
    await setMode('ok');
    server.clock.set('2026-06-04T04:10:00.000Z');
    const { wechat } = server.deps;
    let isChanged = false;
    const checkText: typeof wechat.checkText = async (content, openId) => {
      if (!isChanged) bodyOf(await editor.put(`/articles/${id}`, { ...article(), rev }));
      isChanged = true;
      return wechat.checkText(content, openId);
    };
    await checkOwed({ ...server.deps, wechat: { ...wechat, checkText } });
    expect(isChanged).toBe(true);
    expect(await markOf(id)).toBe('passed');
  });
});

describe('without a person in whose name WeChat is asked', () => {
  it('nothing is asked, and the mark says so', async () => {
    const { checkOpenId: _, ...wechat } = server.deps.env.wechat;
    const own = server.deps.env.wechat;
    server.deps.env.wechat = wechat;
    try {
      const before = await countAsked();
      const { id, check } = await written({ title: 'risky' });
      await checkAfter(600);
      expect([check, await markOf(id), await countAsked()]).toEqual(['waiting', 'waiting', before]);
    } finally {
      server.deps.env.wechat = own;
    }
  });

  it('or one who has not been seen lately, it waits', async () => {
    const own = server.deps.env.wechat;
    server.deps.env.wechat = { ...own, checkOpenId: 'openid-away' };
    try {
      expect((await written()).check).toBe('waiting');
    } finally {
      server.deps.env.wechat = own;
    }
  });
});
