import { readingModule } from '@linkang/server/modules/reading';
import type { Article, ArticleSummary } from '@linkang/shared/api/article.routes';
import { MOST_KEPT, type KeptArticle } from '@linkang/shared/api/reading.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

interface Kept {
  items: KeptArticle[];
}

const UNKNOWN = '0123456789abcdef01234567';

let server: TestServer;
let anyone: Caller;
let editor: Caller;
let reader: Citizen;
let other: Citizen;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  editor = staffCaller(server, ['editor']);
  reader = await buildCitizen(server);
  other = await buildCitizen(server);
});
afterEach(async () => {
  for (const name of ['readers', 'readingCounts', 'readingNonces'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

const publish = async (title = '少盐', changes: Record<string, unknown> = {}): Promise<Article> => {
  const written = { title, category: '膳食', html: `<p>${title}，一天五克。</p>`, ...changes };
  const { id } = bodyOf(await editor.post<Article>('/articles', written), 201);
  server.clock.advanceMinutes(1);
  return bodyOf(await editor.post<Article>(`/articles/${id}/publish`));
};
const draft = async (): Promise<string> =>
  bodyOf(await editor.post<Article>('/articles', { title: '草稿', category: '膳食', html: '<p>没写完</p>' }), 201).id;
const titles = async (list: string, { caller }: { caller: Caller } = reader): Promise<string[]> =>
  bodyOf(await caller.get<Kept>(list)).items.map(({ title }) => title);
const keep = (id: string, kept = true, { caller }: { caller: Caller } = reader) =>
  caller.post<{ kept: boolean }>(`/articles/${id}/favourite`, { kept });

describe('who may', () => {
  const own = [
    ['get', '/favourites'],
    ['get', '/reading-history'],
    ['post', '/reading-history/clear'],
    ['get', `/articles/${UNKNOWN}/favourite`],
    ['post', `/articles/${UNKNOWN}/favourite`],
    ['post', `/articles/${UNKNOWN}/history`],
  ] as const;

  it.each(own)('%s %s: residents who are signed in, and no staff', async (method, path) => {
    expect(outcomeOf(await anyone[method](path))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await editor[method](path))).toBe('403 FORBIDDEN');
  });

  it('reads counts: those who write', async () => {
    expect(outcomeOf(await anyone.get('/reading-counts'))).toBe('401 AUTH_REQUIRED');
    for (const { caller } of [reader, { caller: staffCaller(server, ['nurse']) }])
      expect(outcomeOf(await caller.get('/reading-counts'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await editor.get('/reading-counts'))).toBe('200');
  });

  it('names no article that is not there or not for everyone', async () => {
    for (const id of [UNKNOWN, await draft()]) {
      const nonce = '0'.repeat(32);
      const answers = await Promise.all([
        anyone.get(`/articles/${id}/related`),
        anyone.post(`/articles/${id}/reads`, { nonce }),
        keep(id),
        reader.caller.post(`/articles/${id}/history`),
      ]);
      expect(answers.map(outcomeOf)).toEqual(Array(4).fill('404 NOT_FOUND'));
    }
  });

  it('refuses what is not well formed', async () => {
    const { id } = await publish();
    expect(faultsOf(await reader.caller.post(`/articles/${id}/favourite`, { kept: 'yes' }))).toEqual([
      'body.kept TYPE',
    ]);
    expect(faultsOf(await reader.caller.post(`/articles/${id}/favourite`, {}))).toEqual(['body.kept MISSING']);
    for (const nonce of ['', 'x'.repeat(32), '0'.repeat(31), 7])
      expect(faultsOf(await anyone.post(`/articles/${id}/reads`, { nonce }))).toEqual(['body.nonce TYPE']);
    expect(faultsOf(await editor.get('/reading-counts?days=0'))).toEqual(['query.days TOO_SMALL']);
    expect(faultsOf(await editor.get('/reading-counts?days=91'))).toEqual(['query.days TOO_LARGE']);
    expect(faultsOf(await anyone.get('/articles/a%20b/related'))).toEqual(['params.id ID']);
  });
});

describe('favourites', () => {
  it('are kept, the newest first, each once, and let go', async () => {
    const [salt, sugar] = [await publish('少盐'), await publish('少糖')];
    expect(bodyOf(await reader.caller.get(`/articles/${salt.id}/favourite`))).toEqual({ kept: false });
    expect(bodyOf(await keep(salt.id))).toEqual({ kept: true });
    server.clock.advanceMinutes(1);
    await keep(sugar.id);
    expect(await titles('/favourites')).toEqual(['少糖', '少盐']);
    server.clock.advanceMinutes(1);
    await keep(salt.id);
    expect(await titles('/favourites')).toEqual(['少盐', '少糖']);
    expect(bodyOf(await reader.caller.get(`/articles/${salt.id}/favourite`))).toEqual({ kept: true });
    expect(bodyOf(await keep(salt.id, false))).toEqual({ kept: false });
    expect(await titles('/favourites')).toEqual(['少糖']);
    expect(await titles('/favourites', other)).toEqual([]);
  });

  it('do not show what was withdrawn, which can still be let go', async () => {
    const { id } = await publish();
    await keep(id);
    bodyOf(await editor.post(`/articles/${id}/withdraw`));
    expect(await titles('/favourites')).toEqual([]);
    expect(bodyOf(await keep(id, false))).toEqual({ kept: false });
  });

  it('lose none of twenty that are kept at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => publish(`第${n}篇`)));
    await Promise.all([...made, ...made].map(({ id }) => keep(id)));
    expect((await titles('/favourites')).sort()).toEqual(made.map(({ title }) => title).sort());
  });
});

describe('the history', () => {
  it('holds what was opened, the last first, at most a hundred, and is the reader’s alone', async () => {
    const { id } = await publish('最早的');
    const rows = Array.from({ length: MOST_KEPT }, (_, n) => ({ articleId: `a${n}`, at: server.clock.now() }));
    await server.deps.connection
      .collection('readers')
      .insertOne({ _id: reader.accountId as never, accountId: reader.accountId, history: rows });
    server.clock.advanceMinutes(1);
    expect(outcomeOf(await reader.caller.post(`/articles/${id}/history`))).toBe('204');
    const row = await server.deps.connection.collection('readers').findOne({ _id: reader.accountId as never });
    expect([row?.history.length, row?.history[0].articleId]).toEqual([MOST_KEPT, id]);
    expect(await titles('/reading-history')).toEqual(['最早的']);
    expect(await titles('/reading-history', other)).toEqual([]);
  });

  it('is cleared by the reader, whose favourites stay', async () => {
    const { id } = await publish();
    await keep(id);
    await reader.caller.post(`/articles/${id}/history`);
    expect(outcomeOf(await reader.caller.post('/reading-history/clear'))).toBe('204');
    expect([await titles('/reading-history'), await titles('/favourites')]).toEqual([[], ['少盐']]);
  });

  it('is in the copy of the own data, erased with the account, and follows a merge', async () => {
    const [salt, sugar] = [await publish('少盐'), await publish('少糖')];
    await keep(salt.id);
    await other.caller.post(`/articles/${sugar.id}/history`);
    const sections = await readingModule.personalData?.(server.deps, reader);
    expect(sections?.map(({ key, rows }) => [key, rows.map(({ title }) => title)])).toEqual([
      ['favouriteArticles', ['少盐']],
      ['readArticles', []],
    ]);
    const pair = {
      stayId: reader.residentId,
      awayId: other.residentId,
      stayAccountId: reader.accountId,
      awayAccountId: other.accountId,
      accountId: reader.accountId,
      by: 'staff',
    };
    for (let time = 0; time < 2; time += 1)
      expect(await readingModule.merging?.move(server.deps, pair, server.clock.now())).toEqual([]);
    expect([await titles('/favourites'), await titles('/reading-history')]).toEqual([['少盐'], ['少糖']]);
    const [store] = readingModule.personalStores ?? [];
    expect(await store?.count(server.deps, reader)).toBe(2);
    await store?.erase(server.deps, reader, server.clock.now());
    expect(await store?.count(server.deps, reader)).toBe(0);
  });
});

describe('counting', () => {
  const read = (id: string, nonce: string) => anyone.post(`/articles/${id}/reads`, { nonce });

  it('counts each nonce once for an article, by day, and keeps nothing of who read', async () => {
    const { id } = await publish();
    const nonces = ['a', 'b'].map((letter) => letter.repeat(32));
    const answers = await Promise.all([...nonces, ...nonces, ...nonces].map((nonce) => read(id, nonce)));
    expect(answers.map(outcomeOf)).toEqual(Array(6).fill('204'));
    server.clock.advanceMinutes(24 * 60);
    // Whoever is signed in is not known either, not even that the sign-in has run out.
    expect(outcomeOf(await reader.caller.post(`/articles/${id}/reads`, { nonce: 'c'.repeat(32) }))).toBe('204');
    const counts = await server.deps.connection.collection('readingCounts').find().sort({ day: 1 }).toArray();
    expect(counts.map(({ count }) => count)).toEqual([2, 1]);
    const stored = JSON.stringify([counts, await server.deps.connection.collection('readingNonces').find().toArray()]);
    for (const secret of [reader.accountId, reader.residentId, '127.0.0.1', 'aaaa', 'cccc'])
      expect(stored).not.toContain(secret);
    expect(Object.keys(counts[0] ?? {}).sort()).toEqual(['_id', 'articleId', 'count', 'day']);
    editor = staffCaller(server, ['editor']);
    const items = async (days: number) => bodyOf(await editor.get(`/reading-counts?days=${days}`)).items;
    expect([await items(1), await items(2)]).toEqual([
      [{ articleId: id, title: '少盐', count: 1 }],
      [{ articleId: id, title: '少盐', count: 3 }],
    ]);
  });
});

describe('related articles', () => {
  it('are of the same matter, those of the category first, at most three, and never the article itself', async () => {
    await server.deps.connection.collection('articles').deleteMany({});
    const text = (words: string) => ({ html: `<p>${words}</p>` });
    const salt = await publish('吃盐多血压高', text('酱油咸菜里都有盐，血压高的人要少放盐。'));
    await publish('血压怎么量', text('坐着歇五分钟再量血压，血压高要记下来。'));
    await publish('低钠盐', text('低钠盐能少吃盐，酱油咸菜也要少。'));
    await publish('手足口病', { ...text('嘴里起疱，高烧不退去医院。'), category: '儿童' });
    await publish('打预防针', { ...text('带上接种本，留观半小时。'), category: '儿童' });
    const related = async (): Promise<string[]> =>
      bodyOf(await anyone.get<{ items: ArticleSummary[] }>(`/articles/${salt.id}/related`)).items.map((a) => a.title);
    expect((await related()).sort()).toEqual(['低钠盐', '血压怎么量']);
  });
});
