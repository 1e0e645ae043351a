import { up } from '@linkang/server/migrations/0002-article-search';
import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';

interface Page {
  items: ArticleSummary[];
  nextCursor: string | null;
}

let server: TestServer;
let anyone: Caller;
let editor: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = staffCaller(server, ['editor']);
});
afterEach(() => articles().deleteMany({}));
afterAll(() => server.stop());

const articles = () => server.deps.connection.collection<{ _id: string; tokens?: string[] }>('articles');
const written = (changes: Record<string, unknown> = {}) => ({
  title: '高血压怎么吃',
  category: '慢病',
  html: '<p>少盐，多吃蔬菜。HbA1c 查一查。</p>',
  ...changes,
});
const publish = async (changes: Record<string, unknown> = {}): Promise<Article> => {
  const { id } = bodyOf(await editor.post<Article>('/articles', written(changes)), 201);
  server.clock.advanceMinutes(1);
  return bodyOf(await editor.post<Article>(`/articles/${id}/publish`));
};
const find = async (q: string, more = ''): Promise<string[]> =>
  bodyOf(await anyone.get<Page>(`/articles?q=${encodeURIComponent(q)}${more}`)).items.map(({ title }) => title);

describe('GET /articles?q=', () => {
  it.each(['高血压', '血压', '压', '少盐', '蔬菜', '血压 蔬菜', 'hba1c', 'HBA', 'ＨｂＡ１ｃ', '盐，多'])(
    'finds by %s in title or text',
    async (q) => {
      await publish();
      await publish({ title: '膝盖疼', html: '<p>慢慢练。</p>' });
      expect(await find(q)).toEqual(['高血压怎么吃']);
    },
  );

  it.each(['糖尿病', '血蔬', '。', 'strong'])('finds nothing by %s', async (q) => {
    await publish({ html: '<p><strong>少盐</strong></p>' });
    expect(await find(q)).toEqual([]);
  });

  it('goes with category, state and pages, newest first', async () => {
    for (const title of ['血压一', '血压二', '血压三']) await publish({ title });
    await publish({ title: '血压四', category: '运动' });
    await editor.post('/articles', written({ title: '血压草稿' }));
    expect(await find('血压')).toEqual(['血压四', '血压三', '血压二', '血压一']);
    expect(await find('血压', `&category=${encodeURIComponent('运动')}`)).toEqual(['血压四']);
    const url = `/articles?q=${encodeURIComponent('血压')}&limit=3`;
    const first = bodyOf(await anyone.get<Page>(url));
    const rest = bodyOf(await anyone.get<Page>(`${url}&cursor=${encodeURIComponent(first.nextCursor ?? '')}`));
    expect([first.items.length, rest.items.map(({ title }) => title)]).toEqual([3, ['血压一']]);
    const drafts = bodyOf(await editor.get<Page>(`/articles?q=${encodeURIComponent('草稿')}&state=draft`));
    expect(drafts.items.map(({ title }) => title)).toEqual(['血压草稿']);
  });

  it('finds a changed article by its new words alone', async () => {
    const { id, rev } = await publish();
    bodyOf(await editor.put(`/articles/${id}`, written({ title: '膝盖疼', html: '<p>慢慢练</p>', rev })));
    expect([await find('血压'), await find('膝盖')]).toEqual([[], ['膝盖疼']]);
  });

  it.each(['.*', '(a+)+$', '[', '\\', '$where', '"', '{"$ne":null}', '%'])('reads no pattern in %s', async (q) => {
    await publish({ title: '甲', html: '<p>乙</p>' });
    expect(await find(q)).toEqual([]);
  });

  it('refuses no words, more than 40 characters, 10 KB and control characters', async () => {
    for (const [q, code] of [
      [' ', 'EMPTY'],
      ['长'.repeat(41), 'TOO_LONG'],
      ['x'.repeat(10_000), 'TOO_LONG'],
      ['a\u0000b', 'CONTROL_CHARACTER'],
    ] as const) {
      const answer = await anyone.get(`/articles?q=${encodeURIComponent(q)}`);
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', [`query.q ${code}`]]);
    }
  });

  it('reads by its index and hands over no tokens', async () => {
    await publish();
    const others = Array.from({ length: 300 }, (_, i) => ({ _id: `other-${i}`, state: 'published', tokens: ['甲'] }));
    await articles().insertMany(others);
    const plan = await articles()
      .find({ state: 'published', tokens: { $all: ['血压', '高血'] } })
      .sort({ publishedAt: -1, _id: -1 })
      .explain('queryPlanner');
    const text = JSON.stringify(plan.queryPlanner.winningPlan);
    expect(text).toContain('tokens_1_state_1_publishedAt_-1__id_-1');
    expect(text).not.toContain('SORT"');
    await articles().deleteMany({ _id: /^other-/ });
    const { items } = bodyOf(await anyone.get<Page>('/articles'));
    expect(items[0]).not.toHaveProperty('tokens');
  });

  it('finds old articles after the migration, which may run again', async () => {
    const { id } = await publish();
    const before = await articles().findOne({ _id: id });
    // Writers' lists are read from the database, where readers have an index of their own.
    const findAsWriter = async () =>
      bodyOf(await editor.get<Page>(`/articles?q=${encodeURIComponent('血压')}`)).items.map(({ title }) => title);
    await articles().updateOne({ _id: id }, { $unset: { tokens: '', fileIds: '' } });
    expect(await findAsWriter()).toEqual([]);
    await up(server.deps.connection);
    await up(server.deps.connection);
    expect(await findAsWriter()).toEqual(['高血压怎么吃']);
    expect(await articles().findOne({ _id: id })).toEqual(before);
  });
});

describe('the cover of an article', () => {
  const keep = async (): Promise<string> => bodyOf(await upload(editor, await drawPicture(40, 20)), 201).id;

  it('is shown, kept by a change that does not name it, and taken away by null', async () => {
    const coverFileId = await keep();
    const made = await publish({ coverFileId });
    const coverUrl = `/api/v1/files/${coverFileId}?w=640`;
    expect(made).toMatchObject({ coverFileId, coverUrl });
    expect(bodyOf(await anyone.get<Page>('/articles')).items[0]?.coverUrl).toBe(coverUrl);
    expect((await fetch(server.baseUrl + coverUrl)).status).toBe(200);
    const change = async (body: Record<string, unknown>) =>
      bodyOf(await editor.put<Article>(`/articles/${made.id}`, written(body)));
    const kept = await change({ rev: made.rev });
    expect(kept).toMatchObject({ coverFileId, coverUrl });
    expect(await change({ rev: kept.rev, coverFileId: null })).toMatchObject({ coverFileId: null, coverUrl: null });
  });

  it('must be there', async () => {
    const answer = await editor.post('/articles', written({ coverFileId: 'none' }));
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['body.coverFileId UNKNOWN']]);
    const { id, rev } = await publish();
    expect(faultsOf(await editor.put(`/articles/${id}`, written({ rev, coverFileId: 'none' })))).toEqual([
      'body.coverFileId UNKNOWN',
    ]);
  });
});
