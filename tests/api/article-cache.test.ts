import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { eventually } from '../support/poll';
import { sendRaw, type RawAnswer } from '../support/raw-http';
import { startServer, type TestServer } from '../support/server';

interface Page {
  items: ArticleSummary[];
}

let server: TestServer;
let anyone: Caller;
let editor: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = staffCaller(server, ['editor']);
});
afterAll(() => server.stop());

const articles = () => server.deps.connection.collection<{ _id: string }>('articles');
const written = { title: '少盐', category: '膳食', html: '<p>一天五克。</p>' };
const publish = async (): Promise<Article> => {
  const { id } = bodyOf(await editor.post<Article>('/articles', written), 201);
  return bodyOf(await editor.post<Article>(`/articles/${id}/publish`));
};
/** As a browser asks: `fetch` of Node forbids caches by itself. */
const ask = (path: string, etag?: string): Promise<RawAnswer> =>
  sendRaw(`${server.baseUrl}/api/v1${path}`, { headers: etag === undefined ? {} : { 'If-None-Match': etag } });

it('is sent once, and after that only where it has changed', async () => {
  const { id, rev } = await publish();
  const first = await ask(`/articles/${id}`);
  expect([first.status, first.headers['cache-control']]).toEqual([200, 'private, no-cache']);
  expect(first.headers['content-type']).toContain('application/json');
  const etag = String(first.headers.etag);
  const again = await ask(`/articles/${id}`, etag);
  expect([again.status, again.headers.etag, again.text]).toEqual([304, etag, '']);
  bodyOf(await editor.put(`/articles/${id}`, { ...written, title: '少放盐', rev }));
  const changed = await ask(`/articles/${id}`, etag);
  expect([changed.status, changed.body.title]).toEqual([200, '少放盐']);
});

it.each(['/articles', '/article-categories', `/articles?q=${encodeURIComponent('盐')}`])(
  'is sent once: %s',
  async (path) => {
    await publish();
    const etag = String((await ask(path)).headers.etag);
    expect((await ask(path, etag)).status).toBe(304);
    await publish();
    expect((await ask(path, etag)).status).toBe(200);
  },
);

it('is gone for readers with its withdrawal, and new again with the next publication', async () => {
  const { id } = await publish();
  const citizen = (await buildCitizen(server)).caller;
  for (const reader of [anyone, citizen]) expect(outcomeOf(await reader.get(`/articles/${id}`))).toBe('200');
  bodyOf(await editor.post(`/articles/${id}/withdraw`));
  for (const reader of [anyone, citizen]) expect(outcomeOf(await reader.get(`/articles/${id}`))).toBe('404 NOT_FOUND');
  bodyOf(await editor.post(`/articles/${id}/publish`));
  expect(outcomeOf(await anyone.get(`/articles/${id}`))).toBe('200');
});

it('tells those who write what readers are not told, and stays in no cache of theirs', async () => {
  const { id } = await publish();
  await articles().updateOne({ _id: id }, { $set: { check: { state: 'review', key: 'k', tries: 1 } } as never });
  await ask(`/articles/${id}`);
  const answer = await editor.get<Article>(`/articles/${id}`);
  expect([bodyOf(answer).check, answer.headers.get('cache-control')]).toEqual(['review', 'no-store']);
  expect(bodyOf(await anyone.get<Article>(`/articles/${id}`))).not.toHaveProperty('check');
});

it('follows within seconds what another process wrote, and what WeChat refused', async () => {
  const { id } = await publish();
  const title = async (): Promise<string | undefined> => (await anyone.get<Article>(`/articles/${id}`)).body?.title;
  const found = async (q: string): Promise<number> =>
    bodyOf(await anyone.get<Page>(`/articles?q=${encodeURIComponent(q)}`)).items.filter((row) => row.id === id).length;
  expect([await title(), await found('五克'), await found('花椒')]).toEqual(['少盐', 1, 0]);
  const change = { title: '多放花椒', updatedAt: server.clock.now() };
  await articles().updateOne({ _id: id }, { $set: change, $inc: { rev: 1 } } as never);
  await eventually('the new title', async () => (await title()) === '多放花椒');
  expect(await found('花椒')).toBe(1);
  await articles().updateOne({ _id: id }, { $set: { check: { state: 'risky', key: 'k', tries: 1 } } as never });
  await eventually('its end', async () => outcomeOf(await anyone.get(`/articles/${id}`)) === '404 NOT_FOUND');
  expect(await found('花椒')).toBe(0);
});
