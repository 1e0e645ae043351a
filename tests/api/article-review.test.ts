import { modules } from '@linkang/server/modules';
import type { Article, ArticleWork } from '@linkang/shared/api/article.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff } from '../support/builders';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import type { Answer } from '../support/http';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let citizen: Citizen;

// Signed at the clock's present time: some tests move it.
const editor = (): Caller => staffCaller(server, ['editor'], 'editor-1');
const director = (): Caller => staffCaller(server, ['director'], 'director-1');
const doctor = (): Caller => staffCaller(server, ['doctor'], 'doctor-1');

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  citizen = await buildCitizen(server);
});
afterEach(async () => {
  await setReview('optional');
  for (const name of ['articles', 'articleVersions', 'articleCopies'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

async function setReview(review: string): Promise<void> {
  const { rev } = bodyOf(await director().get<{ rev: number }>('/settings/articles'));
  bodyOf(await director().put('/settings/articles', { rev, articles: { review } }));
}

const written = (text: string, changes: object = {}) => ({
  title: '高血压怎么吃',
  category: '慢病',
  html: `<p>${text}</p>`,
  ...changes,
});
const write = async (caller = editor(), text = '一'): Promise<Article> =>
  bodyOf(await caller.post<Article>('/articles', written(text)), 201);
const workOf = async (id: string, caller = editor()): Promise<ArticleWork> =>
  bodyOf(await caller.get<ArticleWork>(`/articles/${id}/work`));
const saveWork = (id: string, text: string, rev: number, caller = editor()): Promise<Answer<ArticleWork>> =>
  caller.put<ArticleWork>(`/articles/${id}/work`, written(text, { rev }));
const submit = async (id: string, caller = editor()): Promise<ArticleWork> =>
  bodyOf(await caller.post<ArticleWork>(`/articles/${id}/submit`, { rev: (await workOf(id, caller)).rev }));
const approve = (id: string, no: number, caller = doctor()): Promise<Answer<ArticleWork>> =>
  caller.post<ArticleWork>(`/articles/${id}/approve`, { no });
const publish = (id: string, caller = editor()): Promise<Answer<Article>> =>
  caller.post<Article>(`/articles/${id}/publish`);
const shownText = async (id: string): Promise<string> => {
  const answer = await anyone.get<Article>(`/articles/${id}`);
  return answer.status === 200 ? answer.body.html.replace(/<[^>]*>/g, '') : outcomeOf(answer);
};
const publishDue = async (): Promise<void> => {
  const jobs = modules.flatMap((module) => module.jobs?.(server.deps) ?? []);
  await jobs.find(({ name }) => name === 'publishDue')?.run();
};
const inMinutes = (minutes: number): string => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
const schedule = async (id: string, publishAt: string | null): Promise<Answer<ArticleWork>> =>
  editor().put<ArticleWork>(`/articles/${id}/schedule`, { rev: (await workOf(id)).rev, publishAt });

describe('a centre that asks for a review', () => {
  beforeEach(() => setReview('required'));

  it('shows a version only after a doctor who wrote none of it has approved that very version', async () => {
    const { id } = await write();
    expect(outcomeOf(await publish(id))).toBe('409 ARTICLE_REVIEW_NEEDED');
    expect(outcomeOf(await publish(id, director()))).toBe('409 ARTICLE_REVIEW_NEEDED');
    expect(await submit(id)).toMatchObject({ stage: 'submitted', no: 1, approved: false, canDecide: false });
    expect(outcomeOf(await publish(id))).toBe('409 ARTICLE_REVIEW_NEEDED');

    const approved = bodyOf(await approve(id, 1));
    expect(approved).toMatchObject({ stage: 'approved', approved: true, review: { note: null } });
    // Another word is another version.
    const changed = bodyOf(await saveWork(id, '二', approved.rev));
    expect(changed).toMatchObject({ stage: 'writing', no: 2, approved: false });
    expect(outcomeOf(await publish(id))).toBe('409 ARTICLE_REVIEW_NEEDED');

    await submit(id);
    expect(outcomeOf(await approve(id, 1))).toBe('409 STATE_CONFLICT');
    bodyOf(await approve(id, 2));
    expect(bodyOf(await publish(id))).toMatchObject({ state: 'published' });
    expect(await shownText(id)).toBe('二');
    expect(await workOf(id)).toMatchObject({ stage: 'settled', shownNo: 2, state: 'published' });
  });

  it('goes on showing the former text until the new one is approved and published', async () => {
    const { id } = await write();
    await submit(id);
    bodyOf(await approve(id, 1));
    const first = bodyOf(await publish(id));
    server.clock.advanceMinutes(30);
    // By either way of saving.
    const put = await editor().put<Article>(`/articles/${id}`, written('二', { rev: first.rev }));
    expect(bodyOf(put).html).toBe('<p>一</p>');
    bodyOf(await saveWork(id, '三', bodyOf(put).rev));
    expect(await shownText(id)).toBe('一');
    expect(outcomeOf(await publish(id))).toBe('409 ARTICLE_REVIEW_NEEDED');
    await submit(id);
    expect(await shownText(id)).toBe('一');
    expect(bodyOf(await doctor().get<{ items: object[] }>('/article-reviews')).items).toMatchObject([
      { id, no: 3, title: '高血压怎么吃', isUpdate: true, canDecide: true },
    ]);
    bodyOf(await approve(id, 3));
    expect(await shownText(id)).toBe('一');
    const second = bodyOf(await publish(id));
    expect(await shownText(id)).toBe('三');
    // A better text does not make an old article a new one; it is found by its new words.
    expect(second.publishedAt).toBe(first.publishedAt);
    const found = await anyone.get<{ items: object[] }>(`/articles?q=${encodeURIComponent('三')}`);
    expect(bodyOf(found).items).toMatchObject([{ id }]);
  });

  it('lets nobody approve what they wrote, whatever their roles are', async () => {
    const both = staffCaller(server, ['director', 'doctor'], 'both-1');
    const { id } = await write(both);
    await submit(id, both);
    const own = await approve(id, 1, both);
    expect([outcomeOf(own), (own.body as unknown as { detail: string }).detail]).toEqual([
      '403 FORBIDDEN',
      '自己写过的文字要由另一位医生审核。',
    ]);
    expect((await workOf(id, both)).canDecide).toBe(false);
    // Nor whoever wrote a part of it before.
    bodyOf(await saveWork(id, '二', (await workOf(id)).rev));
    await submit(id);
    expect(outcomeOf(await approve(id, 2, both))).toBe('403 FORBIDDEN');
    expect(bodyOf(await approve(id, 2)).approved).toBe(true);
    // What was approved is behind them: of the next version they wrote nothing.
    bodyOf(await saveWork(id, '三', (await workOf(id)).rev));
    await submit(id);
    expect(bodyOf(await approve(id, 3, both)).approved).toBe(true);
  });

  it('shows an approved text again that was withdrawn', async () => {
    const { id } = await write();
    await submit(id);
    bodyOf(await approve(id, 1));
    bodyOf(await publish(id));
    bodyOf(await editor().post(`/articles/${id}/withdraw`));
    expect(await workOf(id)).toMatchObject({ state: 'withdrawn', stage: 'approved' });
    expect(bodyOf(await publish(id)).state).toBe('published');
  });

  it('does not show at its time what the centre by now wants reviewed', async () => {
    await setReview('optional');
    const { id } = await write();
    bodyOf(await schedule(id, inMinutes(5)));
    await setReview('required');
    server.clock.advanceMinutes(6);
    await publishDue();
    expect(await workOf(id)).toMatchObject({ state: 'draft', stage: 'writing', publishAt: null });
  });
});

describe('a centre that leaves the review to its authors', () => {
  it('lets them publish at once, and change at once what is shown', async () => {
    const { id } = await write();
    const { rev } = bodyOf(await publish(id));
    expect(bodyOf(await editor().put<Article>(`/articles/${id}`, written('二', { rev }))).html).toBe('<p>二</p>');
    expect(await shownText(id)).toBe('二');
    expect(await workOf(id)).toMatchObject({ stage: 'settled', no: 2, shownNo: 2 });
  });

  it('still keeps a new version back that is saved for later', async () => {
    const { id } = await write();
    const { rev } = bodyOf(await publish(id));
    bodyOf(await saveWork(id, '二', rev));
    expect(await shownText(id)).toBe('一');
    expect(bodyOf(await publish(id)).html).toBe('<p>二</p>');
  });

  it('publishes what the caller has seen, if they say what that was', async () => {
    const { id, rev } = await write();
    bodyOf(await saveWork(id, '二', rev));
    expect(outcomeOf(await editor().post(`/articles/${id}/publish`, { rev }))).toBe('409 STATE_CONFLICT');
    bodyOf(await editor().post(`/articles/${id}/publish`, { rev: rev + 1 }));
  });
});

describe('a review', () => {
  it('sends a version back with words, which its author reads', async () => {
    const reviewer = await signInStaff(server, ['doctor'], { name: '周医生' });
    const { id } = await write();
    await submit(id);
    const note = '盐的量写错了，是5克。';
    bodyOf(await reviewer.caller.post(`/articles/${id}/send-back`, { no: 1, note }));
    const work = await workOf(id);
    expect(work).toMatchObject({ stage: 'writing', approved: false, review: { note, byName: '周医生' } });
    expect(bodyOf(await doctor().get<{ items: object[] }>('/article-reviews')).items).toEqual([]);
    expect(outcomeOf(await approve(id, 1))).toBe('404 NOT_FOUND');
  });

  it('is decided once by two at once', async () => {
    const { id } = await write();
    await submit(id);
    const answers = await Promise.all([
      approve(id, 1),
      staffCaller(server, ['publicHealth']).post(`/articles/${id}/send-back`, { no: 1, note: '再看看' }),
      approve(id, 1, director()),
    ]);
    expect(countOutcomes(answers)[200]).toBe(1);
    const { stage, approved } = await workOf(id);
    expect([stage, approved]).toEqual(answers[1]?.status === 200 ? ['writing', false] : ['approved', true]);
  });

  it('lists what waits, the longest first, and says who may decide', async () => {
    const [first, second] = [await write(), await write(director())];
    await submit(second.id, director());
    server.clock.advanceMinutes(1);
    await submit(first.id);
    const listed = async (caller: Caller) =>
      bodyOf(await caller.get<{ items: { id: string; canDecide: boolean }[] }>('/article-reviews')).items.map(
        ({ id, canDecide }) => [id, canDecide],
      );
    expect(await listed(doctor())).toEqual([
      [second.id, true],
      [first.id, true],
    ]);
    expect(await listed(director())).toEqual([
      [second.id, false],
      [first.id, true],
    ]);
    expect(await listed(editor())).toEqual([
      [second.id, false],
      [first.id, false],
    ]);
  });

  it('is asked for once, and not for what somebody changed meanwhile', async () => {
    const { id, rev } = await write();
    expect(outcomeOf(await editor().post(`/articles/${id}/submit`, { rev: rev + 1 }))).toBe('409 STATE_CONFLICT');
    const work = await submit(id);
    expect(outcomeOf(await editor().post(`/articles/${id}/submit`, { rev: work.rev }))).toBe('409 STATE_CONFLICT');
  });

  it.each([
    ['no words', { no: 1 }, 'body.note MISSING'],
    ['empty words', { no: 1, note: ' ' }, 'body.note EMPTY'],
    ['a flood of words', { no: 1, note: '长'.repeat(501) }, 'body.note TOO_LONG'],
    ['no version', { note: '改' }, 'body.no MISSING'],
    ['a version that cannot be', { no: 0, note: '改' }, 'body.no TOO_SMALL'],
  ])('refuses to send back with %s', async (_name, body, fault) => {
    const { id } = await write();
    await submit(id);
    expect(faultsOf(await doctor().post(`/articles/${id}/send-back`, body))).toEqual([fault]);
  });
});

describe('a time of publishing', () => {
  it('shows the article by itself, and not before', async () => {
    const { id } = await write();
    const at = inMinutes(90);
    expect(bodyOf(await schedule(id, at))).toMatchObject({ stage: 'scheduled', publishAt: at });
    server.clock.advanceMinutes(89);
    await publishDue();
    expect(await shownText(id)).toBe('404 NOT_FOUND');
    server.clock.advanceMinutes(2);
    await publishDue();
    expect(await shownText(id)).toBe('一');
    expect(await workOf(id)).toMatchObject({ state: 'published', stage: 'settled', publishAt: null });
  });

  it('is taken back, and falls away when the text changes', async () => {
    const { id } = await write();
    bodyOf(await schedule(id, inMinutes(5)));
    expect(bodyOf(await schedule(id, null))).toMatchObject({ stage: 'writing', publishAt: null });
    expect(outcomeOf(await schedule(id, null))).toBe('409 STATE_CONFLICT');
    bodyOf(await schedule(id, inMinutes(5)));
    bodyOf(await saveWork(id, '二', (await workOf(id)).rev));
    server.clock.advanceMinutes(6);
    await publishDue();
    expect(await shownText(id)).toBe('404 NOT_FOUND');
  });

  it('does not come for what is shown already, or was not approved', async () => {
    const { id } = await write();
    bodyOf(await publish(id));
    expect(outcomeOf(await schedule(id, inMinutes(5)))).toBe('409 STATE_CONFLICT');
    await setReview('required');
    expect(outcomeOf(await schedule((await write()).id, inMinutes(5)))).toBe('409 ARTICLE_REVIEW_NEEDED');
  });

  it.each([
    ['the past', () => inMinutes(-1), 'body.publishAt PAST'],
    ['years ahead', () => inMinutes(60 * 24 * 400), 'body.publishAt RANGE'],
    ['no time', () => 'morgen', 'body.publishAt INSTANT'],
  ])('refuses %s', async (_name, at, fault) => {
    const { id, rev } = await write();
    expect(faultsOf(await editor().put(`/articles/${id}/schedule`, { rev, publishAt: at() }))).toEqual([fault]);
  });
});

describe('who may', () => {
  const calls = (id: string): ((caller: Caller) => Promise<Answer>)[] => [
    (caller) => caller.put(`/articles/${id}/work`, written('二', { rev: 0 })),
    (caller) => caller.post(`/articles/${id}/submit`, { rev: 0 }),
    (caller) => caller.put(`/articles/${id}/schedule`, { rev: 0, publishAt: null }),
    (caller) => caller.post(`/articles/${id}/restore`, { rev: 0, no: 1 }),
    (caller) => caller.get(`/articles/${id}/copy`),
    (caller) => caller.post(`/articles/${id}/copy`, { ...written('二'), coverFileId: null, baseRev: 0 }),
    (caller) => caller.post(`/articles/${id}/copy/drop`),
  ];
  const reading = (id: string): ((caller: Caller) => Promise<Answer>)[] => [
    (caller) => caller.get(`/articles/${id}/work`),
    (caller) => caller.get(`/articles/${id}/versions`),
    (caller) => caller.get(`/articles/${id}/version?no=1`),
    (caller) => caller.get('/article-reviews'),
  ];
  const deciding = (id: string): ((caller: Caller) => Promise<Answer>)[] => [
    (caller) => caller.post(`/articles/${id}/approve`, { no: 1 }),
    (caller) => caller.post(`/articles/${id}/send-back`, { no: 1, note: '改' }),
  ];
  const outcomes = async (of: ((caller: Caller) => Promise<Answer>)[], caller: Caller) =>
    countOutcomes(await Promise.all(of.map((call) => call(caller))));

  it('call what, by role', async () => {
    const { id } = await write();
    const [write_, read, decide] = [calls(id), reading(id), deciding(id)];
    expect(await outcomes([...write_, ...read, ...decide], anyone)).toEqual({ '401 AUTH_REQUIRED': 13 });
    for (const caller of [citizen.caller, staffCaller(server, ['nurse', 'desk', 'admin', 'auditor'])])
      expect(await outcomes([...write_, ...read, ...decide], caller)).toEqual({ '403 FORBIDDEN': 13 });
    expect(await outcomes(decide, editor())).toEqual({ '403 FORBIDDEN': 2 });
    expect(await outcomes(write_, doctor())).toEqual({ '403 FORBIDDEN': 7 });
    // Doctors see what was given to them, not what is being written.
    expect(await outcomes([...read.slice(0, 3), ...decide], doctor())).toEqual({ '404 NOT_FOUND': 5 });
    await submit(id);
    expect(await outcomes(read, doctor())).toEqual({ 200: 4 });
  });

  it('find nothing under another id', async () => {
    const there = [...calls('none').slice(0, 6), ...reading('none').slice(0, 3)];
    expect(await outcomes(there, director())).toEqual({ '404 NOT_FOUND': 9 });
    expect(await outcomes(deciding('none'), director())).toEqual({ '404 NOT_FOUND': 2 });
  });

  it('change the setting: those who set up the house', async () => {
    const body = { rev: 0, articles: { review: 'required' } };
    expect(outcomeOf(await editor().put('/settings/articles', body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await editor().get('/settings/articles'))).toBe('403 FORBIDDEN');
    const wrong = await director().put('/settings/articles', { rev: 0, articles: { review: 'never' } });
    expect(outcomeOf(wrong)).toBe('400 VALIDATION_FAILED');
  });
});
