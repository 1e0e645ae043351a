import type {
  BoardChange,
  EducationMaterial,
  EducationYear,
  MaterialEntry,
  NoticeBoard,
  YearMinimum,
} from '@linkang/shared/api/education.routes';
import { randomUUID } from 'node:crypto';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, buildLectureBody, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const BOARD = { name: '东门宣传栏', place: '东门外', area: 2.4, height: 1.55, since: '2025-03-01' };

let server: TestServer;
let photo: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
  photo = bodyOf(await upload(editor(), await drawPicture(40, 30)), 201).id;
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['noticeBoards', 'boardChanges', 'educationMaterials', 'materialEntries', 'lectures'])
    await rows(name).deleteMany({});
});
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const editor = (id = 'editor-1'): Caller => staffCaller(server, ['editor'], id);

const addBoard = (body: object = {}, key?: string | null): Promise<Answer<NoticeBoard>> =>
  editor().post<NoticeBoard>('/notice-boards', { ...BOARD, ...body }, key);
const addChange = (id: string, body: object = {}, key?: string | null): Promise<Answer<BoardChange>> =>
  editor().post<BoardChange>(
    `/notice-boards/${id}/changes`,
    { day: '2026-06-01', topic: '控烟', fileId: photo, ...body },
    key,
  );
const addMaterial = (body: object = {}, key?: string | null): Promise<Answer<EducationMaterial>> =>
  editor().post<EducationMaterial>(
    '/education-materials',
    { sort: 'print', name: `折页${randomUUID()}`, topic: '高血压', refillAt: 50, ...body },
    key,
  );
const addEntry = (id: string, body: object = {}, key?: string | null): Promise<Answer<MaterialEntry>> =>
  editor().post<MaterialEntry>(
    `/education-materials/${id}/entries`,
    { kind: 'received', day: '2026-06-01', copies: 100, occasion: '区疾控中心领取', ...body },
    key,
  );
const material = async (id: string): Promise<EducationMaterial> =>
  bodyOf(await editor().get<EducationMaterial>(`/education-materials/${id}`));
const year = async (value: number): Promise<Map<string, YearMinimum>> => {
  const { minimums } = bodyOf(await editor().get<EducationYear>(`/education-years?year=${value}`));
  return new Map(minimums.map((row) => [row.code, row]));
};

describe('notice boards', () => {
  it('are kept with what they show, by when they want something new, and who wrote it', async () => {
    const { id } = bodyOf(await addBoard({ since: '2026-01-10' }), 201);
    const bare = bodyOf(await editor().get<NoticeBoard>(`/notice-boards/${id}`));
    expect(bare).toMatchObject({ ...BOARD, since: '2026-01-10', lastChange: null, changeBy: '2026-03-10', late: true });
    const change = bodyOf(await addChange(id, { topic: ' 高血压日常管理 ' }), 201);
    expect(change).toMatchObject({ topic: '高血压日常管理', fileId: photo, state: 'kept', editedAt: null, rev: 0 });
    expect((await fetch(`${server.baseUrl}${change.photoUrl}`)).status).toBe(200);
    const [seen] = bodyOf(await editor().get<{ items: NoticeBoard[] }>('/notice-boards')).items;
    expect(seen).toMatchObject({
      lastChange: { day: '2026-06-01', topic: '高血压日常管理' },
      changeBy: '2026-08-01',
      late: false,
      faults: [],
    });
    const small = bodyOf(await addBoard({ area: 1.5, height: 1.7 }), 201);
    expect(small.faults).toEqual(['面积不到2平方米', '中心离地不在1.5–1.6米']);
  });

  it('refuses each field that cannot be', async () => {
    const faulty = async (body: object): Promise<string[]> => faultsOf(await addBoard(body));
    expect(await faulty({ name: ' ' })).toEqual(['body.name EMPTY']);
    expect(await faulty({ place: '远'.repeat(61) })).toEqual(['body.place TOO_LONG']);
    expect(await faulty({ area: 0 })).toEqual(['body.area RANGE']);
    expect(await faulty({ area: 2.345 })).toEqual(['body.area DECIMALS']);
    expect(await faulty({ height: '1.5' })).toEqual(['body.height RANGE']);
    expect(await faulty({ since: '2026-02-30' })).toEqual(['body.since DAY']);
    expect(await faulty({ since: '2026-06-05' })).toEqual(['body.since FUTURE']);
    const { id, rev } = bodyOf(await addBoard(), 201);
    const put = (body: object) => editor().put(`/notice-boards/${id}`, { ...BOARD, until: null, rev, ...body });
    expect(faultsOf(await put({ until: '2025-02-28' }))).toEqual(['body.until DAY_ORDER']);
    expect(faultsOf(await put({ rev: -1 }))).toEqual(['body.rev TOO_SMALL']);
    const change = async (body: object): Promise<string[]> => faultsOf(await addChange(id, body));
    expect(await change({ day: '2025-02-28' })).toEqual(['body.day NOT_HUNG']);
    expect(await change({ day: '2026-06-05' })).toEqual(['body.day FUTURE']);
    expect(await change({ topic: '' })).toEqual(['body.topic EMPTY']);
    expect(await change({ fileId: 'no-such-picture' })).toEqual(['body.fileId UNKNOWN']);
    expect(faultsOf(await editor().get('/notice-boards?cursor=x'))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await editor().get('/notice-boards?state=lost'))).toHaveLength(1);
    expect(faultsOf(await editor().get(`/notice-boards/${id}/changes?cursor=2026-99-99%7Cx`))).toEqual([
      'query.cursor CURSOR',
    ]);
  });

  it('is taken down, and stands in the other list then', async () => {
    const { id, rev } = bodyOf(await addBoard(), 201);
    const gone = await editor('editor-2').put<NoticeBoard>(`/notice-boards/${id}`, {
      ...BOARD,
      until: '2026-06-04',
      rev,
    });
    expect(bodyOf(gone)).toMatchObject({ until: '2026-06-04', changeBy: null, late: false, rev: 1 });
    expect(bodyOf(gone).editedAt).toBe(server.clock.now().toISOString());
    expect(bodyOf(await editor().get<{ items: unknown[] }>('/notice-boards')).items).toEqual([]);
    expect(bodyOf(await editor().get<{ items: unknown[] }>('/notice-boards?state=gone')).items).toHaveLength(1);
  });

  it('lets one of two editors in, and one change for a day', async () => {
    const { id, rev } = bodyOf(await addBoard(), 201);
    const put = (place: string) => editor().put(`/notice-boards/${id}`, { ...BOARD, place, until: null, rev });
    expect(countOutcomes(await Promise.all([put('甲'), put('乙'), put('丙')]))).toEqual({
      200: 1,
      '409 STATE_CONFLICT': 2,
    });
    const same = await Promise.all(Array.from({ length: 5 }, () => addChange(id)));
    expect(countOutcomes(same)).toEqual({ 201: 1, '400 VALIDATION_FAILED': 4 });
    expect(same.flatMap(faultsOf)).toEqual(Array.from({ length: 4 }, () => 'body.day TAKEN'));
    const other = bodyOf(await addChange(id, { day: '2026-05-01' }), 201);
    const move = { day: '2026-06-01', topic: '控烟', fileId: photo, rev: other.rev };
    expect(faultsOf(await editor().put(`/board-changes/${other.id}`, move))).toEqual(['body.day TAKEN']);
  });

  it('corrects and takes back what was put down wrongly; the day is free again', async () => {
    const { id } = bodyOf(await addBoard(), 201);
    const change = bodyOf(await addChange(id), 201);
    const put = (rev: number, caller = editor('editor-2')) =>
      caller.put<BoardChange>(`/board-changes/${change.id}`, {
        day: '2026-05-30',
        topic: '合理用药',
        fileId: photo,
        rev,
      });
    expect(bodyOf(await put(0))).toMatchObject({ day: '2026-05-30', topic: '合理用药', rev: 1 });
    expect(outcomeOf(await put(0))).toBe('409 STATE_CONFLICT');
    const back = (rev: number) => editor().post<BoardChange>(`/board-changes/${change.id}/withdrawal`, { rev });
    expect(countOutcomes(await Promise.all([back(1), back(1)]))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect(outcomeOf(await put(2))).toBe('409 STATE_CONFLICT');
    bodyOf(await addChange(id, { day: '2026-05-30' }), 201);
    const { items } = bodyOf(await editor().get<{ items: BoardChange[] }>(`/notice-boards/${id}/changes`));
    expect(items.map(({ state }) => state).sort()).toEqual(['kept', 'withdrawn']);
  });

  it('gives long lists page by page, each row once', async () => {
    const { id } = bodyOf(await addBoard(), 201);
    for (let at = 1; at <= 5; at += 1) bodyOf(await addChange(id, { day: `2026-05-0${at}` }), 201);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/notice-boards/${id}/changes?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: { items: BoardChange[]; nextCursor: string | null } = bodyOf(await editor().get(path));
      seen.push(...page.items.map(({ day }) => day));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['2026-05-05', '2026-05-04', '2026-05-03', '2026-05-02', '2026-05-01']);
  });
});

describe('materials', () => {
  it('counts copies in and out, and says when to order', async () => {
    const { id } = bodyOf(await addMaterial(), 201);
    expect(await material(id)).toMatchObject({ stock: 0, stockState: 'out', active: true });
    bodyOf(await addEntry(id), 201);
    expect(await material(id)).toMatchObject({ stock: 100, stockState: 'enough' });
    const handed = bodyOf(await addEntry(id, { kind: 'handed', copies: 60, occasion: '高血压日义诊' }), 201);
    expect(handed).toMatchObject({ kind: 'handed', copies: 60, toDay: null, occasion: '高血压日义诊' });
    expect(await material(id)).toMatchObject({ stock: 40, stockState: 'short' });
    type Low = { items: EducationMaterial[]; counts: object };
    const low = bodyOf(await editor().get<Low>('/education-materials?sort=print&low=yes'));
    expect(low.counts).toEqual({ out: 0, short: 1 });
    expect(low.items).toHaveLength(1);
  });

  it('hands no more out than there is, also when two do so at once', async () => {
    const { id } = bodyOf(await addMaterial(), 201);
    bodyOf(await addEntry(id, { copies: 10 }), 201);
    const hand = () => addEntry(id, { kind: 'handed', copies: 6 });
    const both = await Promise.all([hand(), hand(), hand()]);
    expect(countOutcomes(both)).toEqual({ 201: 1, '400 VALIDATION_FAILED': 2 });
    expect(both.flatMap(faultsOf)).toEqual(['body.copies STOCK', 'body.copies STOCK']);
    expect((await material(id)).stock).toBe(4);
    expect(await rows('materialEntries').countDocuments({ kind: 'handed' })).toBe(1);
  });

  it('lets the stock follow corrections', async () => {
    const { id } = bodyOf(await addMaterial(), 201);
    const came = bodyOf(await addEntry(id), 201);
    const gone = bodyOf(await addEntry(id, { kind: 'handed', copies: 80 }), 201);
    const put = (entry: MaterialEntry, copies: number, rev = entry.rev) =>
      editor('editor-2').put<MaterialEntry>(`/material-entries/${entry.id}`, {
        ...{ day: '2026-06-02', copies, occasion: '更正' },
        rev,
      });
    expect(faultsOf(await put(came, 79))).toEqual(['body.copies STOCK']);
    expect(countOutcomes(await Promise.all([put(gone, 70), put(gone, 60)]))).toEqual({
      200: 1,
      '409 STATE_CONFLICT': 1,
    });
    const left = (await material(id)).stock;
    expect([30, 40]).toContain(left);
    const back = (rev: number) => editor().post(`/material-entries/${gone.id}/withdrawal`, { rev });
    expect(countOutcomes(await Promise.all([back(1), back(1)]))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect((await material(id)).stock).toBe(100);
    expect(outcomeOf(await put(gone, 1, 2))).toBe('409 STATE_CONFLICT');
  });

  it('shows films for days, and takes each name once', async () => {
    const film = bodyOf(await addMaterial({ sort: 'av', name: '八段锦教学', refillAt: 0 }), 201);
    expect(film.stockState).toBeNull();
    const shown = { kind: 'shown', copies: null, occasion: '一楼候诊区' };
    const entry = bodyOf(await addEntry(film.id, { ...shown, day: '2026-05-28', toDay: '2026-06-03' }), 201);
    expect(entry).toMatchObject({ day: '2026-05-28', toDay: '2026-06-03', copies: null });
    expect(faultsOf(await addEntry(film.id, { ...shown, toDay: '2026-05-01' }))).toEqual(['body.toDay DAY_ORDER']);
    expect(faultsOf(await addEntry(film.id))).toEqual(['body.kind KIND']);
    const twins = await Promise.all([1, 2, 3].map(() => addMaterial({ sort: 'av', name: '洗手' })));
    expect(countOutcomes(twins)).toEqual({ 201: 1, '400 VALIDATION_FAILED': 2 });
    expect(twins.flatMap(faultsOf)).toEqual(['body.name TAKEN', 'body.name TAKEN']);
    const change = { name: '洗手', topic: '卫生', refillAt: 0, active: false, rev: film.rev };
    expect(faultsOf(await editor().put(`/education-materials/${film.id}`, change))).toEqual(['body.name TAKEN']);
  });

  it('refuses each field that cannot be', async () => {
    const faulty = async (body: object): Promise<string[]> => faultsOf(await addMaterial(body));
    expect(await faulty({ sort: 'radio' })).toEqual(['body.sort UNKNOWN']);
    expect(await faulty({ name: '' })).toEqual(['body.name EMPTY']);
    expect(await faulty({ topic: '长'.repeat(61) })).toEqual(['body.topic TOO_LONG']);
    expect(await faulty({ refillAt: 1.5 })).toEqual(['body.refillAt RANGE']);
    const { id } = bodyOf(await addMaterial(), 201);
    const line = async (body: object): Promise<string[]> => faultsOf(await addEntry(id, body));
    expect(await line({ kind: 'lost' })).toEqual(['body.kind UNKNOWN']);
    expect(await line({ kind: 'shown', copies: null })).toEqual(['body.kind KIND']);
    expect(await line({ copies: 0 })).toEqual(['body.copies RANGE']);
    expect(await line({ copies: null })).toEqual(['body.copies EMPTY']);
    expect(await line({ day: '2026-06-05' })).toEqual(['body.day FUTURE']);
    expect(await line({ day: '2021-06-03' })).toEqual(['body.day TOO_OLD']);
    expect(await line({ occasion: ' ' })).toEqual(['body.occasion EMPTY']);
    expect(faultsOf(await editor().get('/education-materials'))).toEqual(['query.sort UNKNOWN']);
    expect(faultsOf(await editor().get('/education-materials?sort=print&cursor=2%7Cx'))).toEqual([
      'query.cursor CURSOR',
    ]);
  });

  it('keeps one line, however often it is sent', async () => {
    const key = 'education-same';
    const name = '只有一份';
    const same = await Promise.all(Array.from({ length: 20 }, () => addMaterial({ name }, key)));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await addMaterial({ name: '别的' }, key))).toBe('422 IDEMPOTENCY_MISMATCH');
    const { id } = bodyOf(same[0] as Answer<EducationMaterial>, 201);
    const lines = await Promise.all(Array.from({ length: 20 }, () => addEntry(id, {}, 'line-same')));
    expect(new Set(lines.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect((await material(id)).stock).toBe(100);
    const boards = await Promise.all(Array.from({ length: 20 }, () => addBoard({}, 'board-same')));
    expect(new Set(boards.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
  });
});

describe('who may', () => {
  it('needs a sign-in and a role, and finds nothing under other ids', async () => {
    const anyone = new Caller(server.baseUrl);
    const { caller } = await buildCitizen(server);
    const nurse = staffCaller(server, ['nurse']);
    for (const path of ['/notice-boards', '/education-materials?sort=print', '/education-years?year=2026']) {
      expect(outcomeOf(await anyone.get(path))).toBe('401 AUTH_REQUIRED');
      expect([outcomeOf(await caller.get(path)), outcomeOf(await nurse.get(path))]).toEqual([
        '403 FORBIDDEN',
        '403 FORBIDDEN',
      ]);
      expect((await staffCaller(server, ['publicHealth']).get(path)).status).toBe(200);
    }
    const gone = [
      editor().get(`/notice-boards/${MISSING}`),
      editor().get(`/notice-boards/${MISSING}/changes`),
      editor().get(`/education-materials/${MISSING}`),
      editor().get(`/education-materials/${MISSING}/entries`),
      addChange(MISSING),
      addEntry(MISSING),
      editor().put(`/notice-boards/${MISSING}`, { ...BOARD, until: null, rev: 0 }),
      editor().put(`/education-materials/${MISSING}`, { name: '甲', topic: '乙', refillAt: 0, active: true, rev: 0 }),
      editor().put(`/board-changes/${MISSING}`, { day: '2026-06-01', topic: '甲', fileId: photo, rev: 0 }),
      editor().put(`/material-entries/${MISSING}`, { day: '2026-06-01', copies: 1, occasion: '甲', rev: 0 }),
      editor().post(`/board-changes/${MISSING}/withdrawal`, { rev: 0 }),
      editor().post(`/material-entries/${MISSING}/withdrawal`, { rev: 0 }),
    ];
    expect(countOutcomes(await Promise.all(gone))).toEqual({ '404 NOT_FOUND': gone.length });
  });
});

/** Lectures that were held, as their closed records leave them. */
async function holdActivities(list: { day: string; kind?: string; healthDay?: string; people?: number }[]) {
  await rows('lectures').insertMany(
    list.map(({ day, kind = 'LECTURE', healthDay = null, people = 30 }, at) => ({
      ...buildLectureBody({ title: `活动${at + 1}`, day }),
      ...{ _id: `activity-${day}-${at}`, kind, healthDay, location: null, partner: '', audience: '' },
      ...{ state: 'done', opened: true, createdBy: 'editor-1', rev: 3 },
      attendance: { registered: people, walkIns: 0, counted: 0, total: people },
    })) as never,
  );
}

describe('the year', () => {
  it('counts what was done by the rules, beside the year before, with the rows that make it', async () => {
    await holdActivities([
      ...['2026-01-08', '2026-01-20', '2026-02-03', '2026-04-09', '2026-05-07', '2026-06-02'].map((day) => ({ day })),
      { day: '2026-05-17', kind: 'THEME_DAY', healthDay: '世界高血压日' },
      { day: '2026-05-20', kind: 'THEME_DAY' },
      { day: '2025-03-05' },
    ]);
    const { id } = bodyOf(await addBoard(), 201);
    bodyOf(await addChange(id, { day: '2026-02-10' }), 201);
    const wrong = bodyOf(await addChange(id, { day: '2026-04-10' }), 201);
    bodyOf(await editor().post(`/board-changes/${wrong.id}/withdrawal`, { rev: 0 }));
    const leaflet = bodyOf(await addMaterial(), 201);
    bodyOf(await addEntry(leaflet.id, { day: '2025-11-01' }), 201);
    bodyOf(await addMaterial(), 201);
    const film = bodyOf(await addMaterial({ sort: 'av' }), 201);
    bodyOf(await addEntry(film.id, { kind: 'shown', copies: null, day: '2025-12-30', toDay: '2026-01-02' }), 201);
    const now = await year(2026);
    expect(now.get('LECTURE')).toMatchObject({
      ...{ least: 12, done: 5, state: 'missed', missing: ['3月没有，过后补的不算'] },
      lastYear: { least: 12, done: 1, state: 'missed' },
    });
    expect(now.get('LECTURE')?.rows).toHaveLength(6);
    expect(now.get('CONSULT')).toMatchObject({ done: 1, state: 'due', missing: ['还差8次'] });
    expect(now.get('CONSULT')?.left).toHaveLength(1);
    expect(now.get('BOARD')).toMatchObject({ done: 1, least: 2, rows: [{ id, title: '东门宣传栏' }] });
    expect(now.get('BOARD_CHANGE')).toMatchObject({
      ...{ least: 6, done: 1, state: 'missed' },
      missing: ['东门宣传栏：3–4月没有，过后补的不算', '东门宣传栏：5–6月还差1次'],
    });
    // What was left over from the year before can still be had; what never came cannot.
    expect(now.get('PRINT')?.rows.map((row) => row.id)).toEqual([leaflet.id]);
    // A film that ran over New Year was shown in both years.
    expect(now.get('AV')).toMatchObject({ done: 1, lastYear: { done: 1 } });
    expect(now.get('INDIVIDUAL')).toMatchObject({ least: null, state: 'free' });
  });

  it('asks less of a station', async () => {
    const admin = staffCaller(server, ['admin']);
    type Centre = { rev: number; centre: Record<string, unknown> };
    const { rev, centre } = bodyOf(await admin.get<Centre>('/settings/centre'));
    const save = (level: string, at: number) =>
      admin.put<Centre>('/settings/centre', { rev: at, centre: { ...centre, level } });
    expect(faultsOf(await save('hospital', rev))).toEqual(['body.centre.level UNKNOWN']);
    const saved = bodyOf(await save('station', rev));
    const seen = await year(2026);
    expect([seen.get('BOARD')?.least, seen.get('LECTURE')?.least, seen.get('CONSULT')?.least]).toEqual([1, 6, null]);
    bodyOf(await save('centre', saved.rev));
    expect((await year(2026)).get('LECTURE')?.least).toBe(12);
  });

  it('knows no year to come', async () => {
    expect(faultsOf(await editor().get('/education-years?year=2027'))).toEqual(['query.year FUTURE']);
    expect(faultsOf(await editor().get('/education-years?year=1999'))).toEqual(['query.year RANGE']);
    expect(faultsOf(await editor().get('/education-years'))).toHaveLength(1);
  });
});
