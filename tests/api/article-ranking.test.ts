import { createDemoArticles } from '@linkang/server/modules/article';
import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { searchArticles, searches } from '../support/search-articles';
import { startServer, type TestServer } from '../support/server';

interface Page {
  items: ArticleSummary[];
  nextCursor: string | null;
  words?: string[];
}

const FIRST_FIVE = 5;
const LEAST_FOUND = 36;

let server: TestServer;
let anyone: Caller;
let editor: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = staffCaller(server, ['editor']);
  const now = server.clock.now();
  await createDemoArticles(
    searchArticles.map(([title, category, text], n) => ({
      title,
      category,
      html: `<p>${text}</p>`,
      publishedAt: new Date(now.getTime() - n * 60_000),
      authorId: 'author',
      coverFileId: null,
    })),
    now,
  );
});
afterAll(() => server.stop());

const search = async (q: string, more = ''): Promise<Page> =>
  bodyOf(await anyone.get<Page>(`/articles?q=${encodeURIComponent(q)}${more}`));
const titlesOf = ({ items }: Page): string[] => items.map(({ title }) => title);

it('finds what people mean, in their own words, among the first five', async () => {
  const missed: string[] = [];
  for (const [words, title] of searches)
    if (!titlesOf(await search(words, `&limit=${FIRST_FIVE}`)).includes(title)) missed.push(`${words} → ${title}`);
  expect(searches.length).toBeGreaterThanOrEqual(40);
  expect(searches.length - missed.length).toBeGreaterThanOrEqual(LEAST_FOUND);
  expect(missed).toEqual([]);
});

it('puts the title before the text, and what is rare before what many say', async () => {
  expect(titlesOf(await search('胰岛素'))[0]).toBe('胰岛素怎么打、怎么放');
  // Many say 医生, one says 前列腺.
  expect(titlesOf(await search('医生 前列腺'))[0]).toBe('夜里老起来上厕所');
  expect(titlesOf(await search('左右开弓似射雕'))).toEqual(['八段锦，每天一刻钟']);
});

it('marks what was found, and shows the text around it', async () => {
  const { items, words } = await search('血压高');
  expect(words).toEqual(expect.arrayContaining(['高血压', '降压']));
  expect(items[0]?.excerpt).toMatch(/高血压|降压/);
  const plain = bodyOf(await anyone.get<Page>('/articles'));
  expect(plain).not.toHaveProperty('words');
  expect(plain.items[0]).not.toHaveProperty('excerpt');
});

it('turns pages without a repetition, within a category', async () => {
  const whole = await search('老人怎么锻炼', '&limit=50');
  const first = await search('老人怎么锻炼', '&limit=3');
  const rest = await search('老人怎么锻炼', `&limit=47&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect([...titlesOf(first), ...titlesOf(rest)]).toEqual(titlesOf(whole));
  expect(rest.nextCursor).toBeNull();
  const some = await search('膝盖', `&category=${encodeURIComponent('中医养生')}`);
  expect(some.items.map(({ category }) => category)).toEqual(['中医养生']);
  for (const cursor of ['1|a', 'n|x', 'n|1000']) {
    const answer = await anyone.get(`/articles?q=${encodeURIComponent('盐')}&cursor=${encodeURIComponent(cursor)}`);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['query.cursor CURSOR']]);
  }
});

it('knows at once what was published, changed and withdrawn here', async () => {
  const written = { title: '鼾声如雷', category: '睡眠', html: '<p>打呼噜要侧着睡。</p>' };
  const { id } = bodyOf(await editor.post<Article>('/articles', written), 201);
  expect(titlesOf(await search('打呼噜'))).toEqual([]);
  const { rev } = bodyOf(await editor.post<Article>(`/articles/${id}/publish`));
  expect(titlesOf(await search('打呼噜'))).toEqual(['鼾声如雷']);
  const changed = { ...written, html: '<p>枕头高一点。</p>', rev };
  bodyOf(await editor.put(`/articles/${id}`, changed));
  expect(titlesOf(await search('打呼噜'))).toEqual([]);
  expect(titlesOf(await search('枕头'))).toEqual(['鼾声如雷']);
  bodyOf(await editor.post(`/articles/${id}/withdraw`));
  expect(titlesOf(await search('枕头'))).toEqual([]);
});
