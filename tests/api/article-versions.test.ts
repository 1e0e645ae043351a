import type { Article, ArticleCopy, ArticleVersion, ArticleWork } from '@linkang/shared/api/article.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { signInStaff } from '../support/builders';
import { staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let he: Caller;
let liu: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  he = (await signInStaff(server, ['editor'], { name: '何编辑' })).caller;
  liu = (await signInStaff(server, ['director'], { name: '刘主任' })).caller;
});
afterEach(async () => {
  for (const name of ['articles', 'articleVersions', 'articleCopies'])
    await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

const written = (text: string, changes: object = {}) => ({
  title: '走路',
  category: '运动',
  html: `<p>${text}</p>`,
  ...changes,
});
const write = async (text = '一'): Promise<Article> => bodyOf(await he.post<Article>('/articles', written(text)), 201);
const saveWork = (caller: Caller, id: string, text: string, rev: number): Promise<Answer<ArticleWork>> =>
  caller.put<ArticleWork>(`/articles/${id}/work`, written(text, { rev }));
const restore = (id: string, no: number, rev: number): Promise<Answer<ArticleWork>> =>
  he.post<ArticleWork>(`/articles/${id}/restore`, { no, rev });
const versionsOf = async (id: string) =>
  bodyOf(
    await he.get<{ items: { no: number; authorName: string; restoredFrom: number | null; characters: number }[] }>(
      `/articles/${id}/versions`,
    ),
  ).items;
const versionOf = async (id: string, no: number): Promise<ArticleVersion> =>
  bodyOf(await he.get<ArticleVersion>(`/articles/${id}/version?no=${no}`));
const workOf = async (id: string): Promise<ArticleWork> => bodyOf(await he.get<ArticleWork>(`/articles/${id}/work`));

describe('versions', () => {
  it('keep each text with its author and time', async () => {
    const { id } = await write();
    const firstAt = server.clock.now().toISOString();
    server.clock.advanceMinutes(5);
    bodyOf(await saveWork(liu, id, '二二', 0));
    bodyOf(await he.put(`/articles/${id}`, written('三', { rev: 1 })));
    expect(await versionsOf(id)).toMatchObject([
      { no: 3, authorName: '何编辑', characters: 1, restoredFrom: null },
      { no: 2, authorName: '刘主任', characters: 2, restoredFrom: null },
      { no: 1, authorName: '何编辑', characters: 1, restoredFrom: null },
    ]);
    expect(await versionOf(id, 1)).toEqual({
      no: 1,
      at: firstAt,
      authorName: '何编辑',
      title: '走路',
      category: '运动',
      html: '<p>一</p>',
      coverFileId: null,
    });
  });

  it('come back as a new version, with their pictures, and residents go on seeing what they saw', async () => {
    const picture = bodyOf(await upload(he, await drawPicture(700, 300)), 201);
    const first = { ...written(`图<img src="${picture.url}" alt="图">`), coverFileId: picture.id };
    const { id } = bodyOf(await he.post<Article>('/articles', first), 201);
    bodyOf(await he.put(`/articles/${id}`, written('二', { rev: 0, coverFileId: null })));
    bodyOf(await he.post(`/articles/${id}/publish`));
    const back = bodyOf(await restore(id, 1, 2));
    expect(back).toMatchObject({ no: 3, shownNo: 2, stage: 'writing', coverFileId: picture.id, authorName: '何编辑' });
    expect(back.html).toContain(picture.url);
    expect(bodyOf(await anyone.get<Article>(`/articles/${id}`)).html).toBe('<p>二</p>');
    expect((await versionsOf(id))[0]).toMatchObject({ no: 3, restoredFrom: 1 });
    bodyOf(await he.post(`/articles/${id}/publish`));
    expect(bodyOf(await anyone.get<Article>(`/articles/${id}`))).toMatchObject({ coverFileId: picture.id });
  });

  it('are not brought back that there are not, nor over what somebody else saved', async () => {
    const { id } = await write();
    expect(outcomeOf(await restore(id, 9, 0))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await he.get(`/articles/${id}/version?no=9`))).toBe('404 NOT_FOUND');
    bodyOf(await saveWork(liu, id, '二', 0));
    expect(outcomeOf(await restore(id, 1, 0))).toBe('409 STATE_CONFLICT');
    expect(faultsOf(await he.post(`/articles/${id}/restore`, { rev: 1 }))).toEqual(['body.no MISSING']);
    expect(faultsOf(await he.get(`/articles/${id}/version?no=0`))).toEqual(['query.no TOO_SMALL']);
  });

  it('are all kept when many save at once: one comes first, the others get its text', async () => {
    const { id } = await write();
    for (let rev = 0; rev < 5; rev += 1) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, i) => saveWork(i % 2 ? he : liu, id, `第${rev}轮${i}`, rev)),
      );
      expect(countOutcomes(answers)).toEqual({ 200: 1, '409 STATE_CONFLICT': 5 });
      const won = answers.find(({ status }) => status === 200)?.body;
      for (const { status, body } of answers)
        if (status === 409) expect(body).toMatchObject({ conflict: { rev: rev + 1, html: won?.html } });
      expect((await workOf(id)).html).toBe(won?.html);
      expect((await versionOf(id, rev + 2)).html).toBe(won?.html);
    }
    expect((await versionsOf(id)).map(({ no }) => no)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('of the other are told to whoever comes second, with name and time', async () => {
    const { id } = await write();
    bodyOf(await saveWork(liu, id, '刘主任写的', 0));
    const refused = await saveWork(he, id, '何编辑写的', 0);
    expect(outcomeOf(refused)).toBe('409 STATE_CONFLICT');
    const expected = {
      rev: 1,
      no: 2,
      html: '<p>刘主任写的</p>',
      title: '走路',
      category: '运动',
      authorName: '刘主任',
    };
    expect((refused.body as unknown as { conflict: object }).conflict).toMatchObject(expected);
    // By the other way of saving as well.
    const put = await he.put(`/articles/${id}`, written('何编辑写的', { rev: 0 }));
    expect((put.body as { conflict?: object }).conflict).toMatchObject(expected);
    // Whoever read it may put the own text over it; both stay among the versions.
    bodyOf(await saveWork(he, id, '何编辑写的', 1));
    expect((await versionOf(id, 2)).html).toBe('<p>刘主任写的</p>');
  });
});

describe('unsaved text', () => {
  const words = (text: string, changes: object = {}) => ({
    ...{ title: '', category: '', coverFileId: null, baseRev: null, html: `<p>${text}</p>` },
    ...changes,
  });
  const keep = (caller: Caller, id: string, text: string, changes: object = {}) =>
    caller.post<{ at: string }>(`/articles/${id}/copy`, words(text, changes));
  const copyOf = async (caller: Caller, id: string): Promise<ArticleCopy | null> =>
    bodyOf(await caller.get<{ copy: ArticleCopy | null }>(`/articles/${id}/copy`)).copy;

  it('is kept for its author alone, also of an article that is not there yet', async () => {
    expect(await copyOf(he, 'new')).toBeNull();
    const { at } = bodyOf(await keep(he, 'new', '还没写完'));
    expect(await copyOf(he, 'new')).toEqual({ ...words('还没写完'), at });
    expect(await copyOf(liu, 'new')).toBeNull();
    bodyOf(await keep(he, 'new', '又写了些', { title: '标题' }));
    expect(await copyOf(he, 'new')).toMatchObject({ title: '标题', html: '<p>又写了些</p>' });
    expect(await server.deps.connection.collection('articleCopies').countDocuments()).toBe(1);
    expect((await he.post('/articles/new/copy/drop')).status).toBe(204);
    expect(await copyOf(he, 'new')).toBeNull();
  });

  it('changes nothing of the article, is seen by nobody, and goes when it is saved', async () => {
    const { id } = await write();
    bodyOf(await he.post(`/articles/${id}/publish`));
    bodyOf(await keep(he, id, '没保存', { baseRev: 1 }));
    expect(bodyOf(await anyone.get<Article>(`/articles/${id}`)).html).toBe('<p>一</p>');
    expect(await workOf(id)).toMatchObject({ html: '<p>一</p>', rev: 1, others: [] });
    expect(bodyOf(await liu.get<ArticleWork>(`/articles/${id}/work`)).others).toMatchObject([{ name: '何编辑' }]);
    bodyOf(await saveWork(he, id, '没保存', 1));
    expect(await copyOf(he, id)).toBeNull();
    expect(bodyOf(await liu.get<ArticleWork>(`/articles/${id}/work`)).others).toEqual([]);
  });

  it('of somebody who stopped long ago is no warning to others', async () => {
    const { id } = await write();
    bodyOf(await keep(he, id, '没保存'));
    server.clock.advanceMinutes(16);
    expect(bodyOf(await staffCaller(server, ['director']).get<ArticleWork>(`/articles/${id}/work`)).others).toEqual([]);
  });

  it.each([
    ['no html', { html: undefined }, 'body.html MISSING'],
    ['a long title', { title: '长'.repeat(201) }, 'body.title TOO_LONG'],
    ['a cover that is no id', { coverFileId: '../x' }, 'body.coverFileId ID'],
    ['no revision', { baseRev: undefined }, 'body.baseRev MISSING'],
  ])('is refused with %s', async (_name, changes, fault) => {
    const caller = staffCaller(server, ['editor']);
    expect(faultsOf(await keep(caller, 'new', 'x', changes))).toEqual([fault]);
  });
});
