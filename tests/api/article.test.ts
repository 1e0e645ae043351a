import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import { foreignTagsIn, htmlAttacks } from '../support/html-attacks';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

interface Page {
  items: ArticleSummary[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;
let editor: Caller;
let resident: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = (await signInStaff(server, ['editor'], { name: '何编辑' })).caller;
  resident = (await buildCitizen(server)).caller;
});
afterEach(async () => {
  for (const name of ['articles', 'articleVersions', 'articleCopies'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

const written = (changes: Record<string, unknown> = {}) => ({
  title: '高血压怎么吃',
  category: '慢病',
  html: '<p>少盐，多吃蔬菜。</p>',
  ...changes,
});
const write = async (changes: Record<string, unknown> = {}): Promise<Article> =>
  bodyOf(await editor.post<Article>('/articles', written(changes)), 201);
const publish = async (changes: Record<string, unknown> = {}): Promise<Article> => {
  const draft = await write(changes);
  server.clock.advanceMinutes(1);
  return bodyOf(await editor.post<Article>(`/articles/${draft.id}/publish`));
};
const stored = (id: string) => server.deps.connection.collection('articles').findOne({ _id: id as never });

describe('POST /articles', () => {
  it('makes a draft with summary and reading time', async () => {
    const article = await write({ html: `<h2>盐</h2><p>${'少'.repeat(301)}</p>` });
    expect(article).toMatchObject({
      title: '高血压怎么吃',
      category: '慢病',
      summary: `盐 ${'少'.repeat(78)}…`,
      readMinutes: 2,
      coverUrl: null,
      coverFileId: null,
      state: 'draft',
      publishedAt: null,
      authorName: '何编辑',
      rev: 0,
    });
  });

  it('keeps texts of the allowed kinds as they are', async () => {
    const html =
      '<h2>一</h2><h3>二</h3><p>甲<br />乙<strong>粗</strong><em>斜</em><u>线</u><s>删</s></p><ul><li>a</li></ul>' +
      '<ol><li>b</li></ol><blockquote>引</blockquote><hr /><table><tbody><tr><td colspan="2">格</td></tr></tbody></table>' +
      '<img src="https://example.org/a.png" alt="图" /><img src="/api/v1/files/abc_1" alt="" />';
    expect((await write({ html })).html).toBe(html);
  });

  it('opens links outside, by web or telephone only', async () => {
    const { html } = await write({
      html: '<a href="https://a.example/x" onclick="x()">甲</a><a href="tel:120">乙</a><a href="ftp://a">丙</a><a href="/me">丁</a>',
    });
    expect(html).toBe(
      '<a href="https://a.example/x" target="_blank" rel="noopener noreferrer">甲</a>' +
        '<a href="tel:120" target="_blank" rel="noopener noreferrer">乙</a><a>丙</a><a>丁</a>',
    );
  });

  it.each([
    ['no title', { title: ' ' }, 'body.title EMPTY'],
    ['a long title', { title: '长'.repeat(61) }, 'body.title TOO_LONG'],
    ['a long category', { category: '长'.repeat(21) }, 'body.category TOO_LONG'],
    ['no category', { category: undefined }, 'body.category MISSING'],
    ['no html', { html: '' }, 'body.html EMPTY'],
    ['html that shows nothing', { html: '<p> &nbsp;</p><br>' }, 'body.html EMPTY'],
    ['html of which nothing stays', { html: '<script>alert(1)</script>' }, 'body.html EMPTY'],
    ['a cover that is no id', { coverFileId: '../x' }, 'body.coverFileId ID'],
  ])('refuses %s', async (_name, changes, fault) => {
    const answer = await editor.post('/articles', written(changes));
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', [fault]]);
  });

  it('takes a big body and refuses a bigger one', async () => {
    const long = '长'.repeat(200_000);
    expect((await editor.post('/articles', written({ html: `<p>${long}</p>` }))).status).toBe(201);
    const answer = await editor.post('/articles', written({ html: `<p>${long}${long}</p>` }));
    expect(outcomeOf(answer)).toBe('413 PAYLOAD_TOO_LARGE');
  });

  it('makes one article of twenty submissions at once, and refuses another body under the key', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => editor.post('/articles', written(), 'k-20')));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await server.deps.connection.collection('articles').countDocuments()).toBe(1);
    expect(outcomeOf(await editor.post('/articles', written({ title: '另一篇' }), 'k-20'))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
  });
});

describe('what could run in a page', () => {
  it.each(Object.entries(htmlAttacks))('does not get into the database: %s', async (_name, attack) => {
    const { id } = await write({ html: `<p>正文</p>${attack}` });
    const html = (await stored(id))?.html as string;
    expect(foreignTagsIn(html)).toEqual([]);
    expect(html).toContain('正文');
    // What is kept stays the same when it is parsed as HTML and written again.
    const again = await write({ html });
    expect(again.html).toBe(html);
  });

  it('is cleaned on a change as well', async () => {
    const { id } = await write();
    const answer = await editor.put<Article>(
      `/articles/${id}`,
      written({ html: '<p>新<script>alert(1)</script></p>', rev: 0 }),
    );
    expect(bodyOf(answer).html).toBe('<p>新</p>');
  });

  it.each(Object.entries(htmlAttacks))('does not come back with a former version: %s', async (_name, attack) => {
    const { id } = await write();
    bodyOf(await editor.put(`/articles/${id}/work`, written({ html: '<p>新</p>', rev: 0 })));
    // As somebody made it who got at the database.
    await server.deps.connection
      .collection('articleVersions')
      .updateOne({ _id: `${id}:1` as never }, { $set: { html: `<p>正文</p>${attack}` } });
    const work = bodyOf(await editor.post<{ html: string }>(`/articles/${id}/restore`, { no: 1, rev: 1 }));
    expect(foreignTagsIn(work.html)).toEqual([]);
    expect(work.html).toContain('正文');
  });

  it.each(Object.entries(htmlAttacks))('does not stay in unsaved text: %s', async (_name, attack) => {
    const copy = { title: '', category: '', html: `<p>正文</p>${attack}`, coverFileId: null, baseRev: null };
    bodyOf(await editor.post('/articles/new/copy', copy));
    const kept = await server.deps.connection.collection('articleCopies').findOne({ articleId: 'new' });
    expect(foreignTagsIn(kept?.html as string)).toEqual([]);
    expect(kept?.html).toContain('正文');
  });

  it('is cleaned in a new version that nobody sees yet', async () => {
    const { id } = await publish();
    bodyOf(await editor.put(`/articles/${id}/work`, written({ html: '<p>新<script>alert(1)</script></p>', rev: 1 })));
    bodyOf(await editor.post(`/articles/${id}/publish`));
    expect(bodyOf(await anyone.get<Article>(`/articles/${id}`)).html).toBe('<p>新</p>');
  });

  it('is cut where it nests too deep', async () => {
    const { html } = await write({ html: `${'<blockquote>'.repeat(3000)}深${'</blockquote>'.repeat(3000)}` });
    expect(html.match(/<blockquote>/g)?.length).toBeLessThan(30);
  });
});

describe('an article from draft to withdrawal', () => {
  it('is seen by the public only while it is published', async () => {
    const { id } = await write();
    const url = `/articles/${id}`;
    const seen = async () =>
      Promise.all([anyone, resident, editor].map(async (caller) => (await caller.get(url)).status));
    expect(await seen()).toEqual([404, 404, 200]);
    expect(outcomeOf(await editor.post(`${url}/withdraw`))).toBe('409 STATE_CONFLICT');

    const published = bodyOf(await editor.post<Article>(`${url}/publish`));
    expect(published).toMatchObject({ state: 'published', publishedAt: server.clock.now().toISOString(), rev: 1 });
    expect(await seen()).toEqual([200, 200, 200]);
    expect(outcomeOf(await editor.post(`${url}/publish`))).toBe('409 STATE_CONFLICT');

    expect(bodyOf(await editor.post<Article>(`${url}/withdraw`))).toMatchObject({ state: 'withdrawn', rev: 2 });
    expect(await seen()).toEqual([404, 404, 200]);
    expect(bodyOf(await editor.post<Article>(`${url}/publish`)).state).toBe('published');
  });

  it('hides drafts from staff who do not write', async () => {
    const { id } = await write();
    for (const role of ['doctor', 'nurse', 'desk'] as const)
      expect((await staffCaller(server, [role]).get(`/articles/${id}`)).status).toBe(404);
    expect((await staffCaller(server, ['director']).get(`/articles/${id}`)).status).toBe(200);
  });

  it('is changed by one of two who read the same revision', async () => {
    const { id } = await write();
    const change = (title: string) => editor.put<Article>(`/articles/${id}`, written({ title, rev: 0 }));
    const answers = await Promise.all([change('甲'), change('乙')]);
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    const won = answers.find((answer) => answer.status === 200)?.body;
    expect(bodyOf(await editor.get<Article>(`/articles/${id}`))).toEqual(won);
    expect(won?.rev).toBe(1);
  });

  it('is published once by two at once', async () => {
    const { id } = await write();
    const answers = await Promise.all([1, 2].map(() => editor.post(`/articles/${id}/publish`)));
    expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
  });

  it('refuses a change without revision and one that leaves nothing', async () => {
    const { id } = await write();
    expect(faultsOf(await editor.put(`/articles/${id}`, written()))).toEqual(['body.rev MISSING']);
    expect(faultsOf(await editor.put(`/articles/${id}`, written({ html: '<p></p>', rev: 0 })))).toEqual([
      'body.html EMPTY',
    ]);
  });

  it('answers 404 for an article that is not there', async () => {
    const answers = await Promise.all([
      anyone.get('/articles/none'),
      editor.put('/articles/none', written({ rev: 0 })),
      editor.post('/articles/none/publish'),
      editor.post('/articles/none/withdraw'),
    ]);
    expect(countOutcomes(answers)).toEqual({ '404 NOT_FOUND': 4 });
  });

  it('is written by writers alone', async () => {
    const { id } = await write();
    const attempts = (caller: Caller) => [
      caller.post('/articles', written()),
      caller.put(`/articles/${id}`, written({ rev: 0 })),
      caller.post(`/articles/${id}/publish`),
      caller.post(`/articles/${id}/withdraw`),
    ];
    expect(countOutcomes(await Promise.all(attempts(anyone)))).toEqual({ '401 AUTH_REQUIRED': 4 });
    for (const caller of [resident, staffCaller(server, ['doctor']), staffCaller(server, ['nurse', 'desk'])])
      expect(countOutcomes(await Promise.all(attempts(caller)))).toEqual({ '403 FORBIDDEN': 4 });
    expect((await stored(id))?.rev).toBe(0);
  });
});

describe('GET /articles', () => {
  it('lists the published ones newest first, page by page, without their HTML', async () => {
    const made = [await publish({ title: '一' }), await publish({ title: '二' }), await publish({ title: '三' })];
    await write({ title: '草稿' });
    const first = bodyOf(await anyone.get<Page>('/articles?limit=2'));
    expect(first.items.map((row) => row.title)).toEqual(['三', '二']);
    expect(first.items[0]).not.toHaveProperty('html');
    const second = bodyOf(
      await anyone.get<Page>(`/articles?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`),
    );
    expect(second.items.map((row) => row.id)).toEqual([made[0]?.id]);
    expect(second.nextCursor).toBeNull();
  });

  it('neither repeats nor drops articles of the same instant', async () => {
    for (let i = 0; i < 3; i += 1) await editor.post(`/articles/${(await write()).id}/publish`);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const suffix: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page: Page = bodyOf(await anyone.get<Page>(`/articles?limit=1${suffix}`));
      seen.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
  });

  it('filters by category and counts categories', async () => {
    await publish({ category: '慢病' });
    await publish({ category: '疫苗' });
    await publish({ category: '慢病' });
    await write({ category: '急救' });
    const page = bodyOf(await anyone.get<Page>(`/articles?category=${encodeURIComponent('疫苗')}`));
    expect(page.items.map((row) => row.category)).toEqual(['疫苗']);
    expect(bodyOf(await anyone.get('/article-categories'))).toEqual({
      items: [
        { name: '慢病', count: 2 },
        { name: '疫苗', count: 1 },
      ],
    });
  });

  it('shows the other states to writers alone', async () => {
    const { id } = await write();
    expect(bodyOf(await editor.get<Page>('/articles?state=draft')).items.map((row) => row.id)).toEqual([id]);
    expect(bodyOf(await editor.get<Page>('/articles?state=withdrawn')).items).toEqual([]);
    for (const caller of [anyone, resident, staffCaller(server, ['doctor'])])
      expect(outcomeOf(await caller.get('/articles?state=draft'))).toBe('403 FORBIDDEN');
  });

  it.each(['limit=0', 'limit=101', 'state=secret', 'cursor=abc', 'cursor=1%7C%24ne', `category=${'x'.repeat(21)}`])(
    'refuses %s',
    async (query) => {
      expect(outcomeOf(await anyone.get(`/articles?${query}`))).toBe('400 VALIDATION_FAILED');
    },
  );
});
