import type { BoardChange, EducationMaterial, NoticeBoard } from '@linkang/shared/api/education.routes';
import type { ReportRoutes } from '@linkang/shared/api/report.routes';
import type { CallReply } from '@linkang/shared/api/route';
import readExcelFile from 'read-excel-file/node';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildLectureBody, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';

type Figures = CallReply<ReportRoutes['education']>;
type File = CallReply<ReportRoutes['educationFile']>;

const DAYS = '?fromDay=2026-01-01&toDay=2026-06-04';

let server: TestServer;
let leaflet: EducationMaterial;
let board: NoticeBoard;

const editor = (): Caller => staffCaller(server, ['editor'], 'editor-1');

/** An activity as its closed record leaves it. */
const held = (id: string, day: string, kind: string, people: number) => ({
  ...buildLectureBody({ title: `活动${id}`, day }),
  ...{ _id: id, kind, healthDay: null, location: null, partner: '', audience: '' },
  ...{ state: 'done', opened: true, createdBy: 'editor-1', rev: 3 },
  attendance: { registered: people, walkIns: 0, counted: 0, total: people },
});

beforeAll(async () => {
  server = await startServer({ limits: false });
  await server.deps.connection
    .collection('lectures')
    .insertMany([
      held('a1', '2026-01-08', 'LECTURE', 40),
      held('a2', '2026-05-08', 'LECTURE', 25),
      held('a3', '2026-06-05', 'LECTURE', 99),
      held('a4', '2026-03-08', 'QUIZ', 60),
      held('b1', '2025-06-04', 'LECTURE', 12),
      held('b2', '2025-06-05', 'LECTURE', 99),
      { ...held('c1', '2026-02-08', 'LECTURE', 99), state: 'published' },
    ] as never);
  const material = { sort: 'print', name: '高血压折页', topic: '高血压', refillAt: 10 };
  leaflet = bodyOf(await editor().post<EducationMaterial>('/education-materials', material), 201);
  const line = (kind: string, day: string, copies: number) =>
    editor().post(`/education-materials/${leaflet.id}/entries`, { kind, day, copies, occasion: '义诊' });
  bodyOf(await line('received', '2025-01-05', 500), 201);
  for (const [day, copies] of [
    ['2026-02-01', 30],
    ['2026-06-04', 20],
    ['2025-02-01', 7],
  ] as const)
    bodyOf(await line('handed', day, copies), 201);
  const size = { name: '东门宣传栏', place: '东门外', area: 2, height: 1.5, since: '2026-02-01' };
  board = bodyOf(await editor().post<NoticeBoard>('/notice-boards', size), 201);
  const fileId = bodyOf(await upload(editor(), await drawPicture(40, 30)), 201).id;
  const change = { day: '2026-03-02', topic: '控烟', fileId };
  bodyOf(await editor().post<BoardChange>(`/notice-boards/${board.id}/changes`, change), 201);
});
afterAll(() => server.stop());

const read = async (): Promise<Map<string, Figures['items'][number]>> =>
  new Map(bodyOf(await editor().get<Figures>(`/reports/education${DAYS}`)).items.map((row) => [row.key, row]));

it('counts closed activities by kind, copies and boards, beside the same days of last year', async () => {
  const figures = await read();
  const told = [...figures.values()].map(({ key, now, lastYear, unit }) => [key, `${now}${unit}`, lastYear]);
  expect(told).toEqual([
    ['all.count', '3场', 1],
    ['all.people', '125人次', 12],
    ['LECTURE.count', '2场', 1],
    ['LECTURE.people', '65人次', 12],
    ['FREE_CLINIC.count', '0场', 0],
    ['FREE_CLINIC.people', '0人次', 0],
    ['THEME_DAY.count', '0场', 0],
    ['THEME_DAY.people', '0人次', 0],
    ['QUIZ.count', '1场', 0],
    ['QUIZ.people', '60人次', 0],
    ['handed.copies', '50份', 7],
    ['handed.kinds', '1种', 1],
    ['boards', '1块', 0],
    ['changes', '1次', 0],
    ['shown.kinds', '0种', 0],
  ]);
});

it('names the rows that make each number', async () => {
  const figures = await read();
  expect(figures.get('LECTURE.people')?.rows).toEqual([
    { id: 'a1', day: '2026-01-08', title: '活动a1', value: 40, opens: 'lecture', targetId: 'a1' },
    { id: 'a2', day: '2026-05-08', title: '活动a2', value: 25, opens: 'lecture', targetId: 'a2' },
  ]);
  expect(figures.get('handed.copies')?.rows).toMatchObject([
    { day: '2026-02-01', title: '高血压折页（义诊）', value: 30, opens: 'material', targetId: leaflet.id },
    { day: '2026-06-04', value: 20 },
  ]);
  expect(figures.get('changes')?.rows).toMatchObject([
    { title: '东门宣传栏 控烟', opens: 'board', targetId: board.id },
  ]);
  for (const { key, now, rows } of figures.values())
    if (!key.endsWith('.kinds')) expect([key, rows.reduce((sum, { value }) => sum + value, 0)]).toEqual([key, now]);
});

it('gives the same figures as a workbook', async () => {
  const file = bodyOf(await editor().get<File>(`/reports/education-file${DAYS}`));
  expect(file.fileName).toBe('健康教育 2026-01-01 至 2026-06-04.xlsx');
  const [sheet] = await readExcelFile(Buffer.from(file.base64, 'base64'));
  const lines = (sheet?.data ?? []).map((cells) => cells.map((cell) => String(cell ?? '')).join('|'));
  expect(lines).toContain('发放印刷资料|份|50|7|资料台账里登记的发放');
  expect(lines).toContain('参加健康讲座|2026-01-08|活动a1|40|人次');
});

it('refuses days that cannot be, and whoever has no part in it', async () => {
  for (const path of ['/reports/education', '/reports/education-file']) {
    const get = async (query: string): Promise<string[]> => faultsOf(await editor().get(`${path}${query}`));
    expect(await get('?fromDay=2026-02-30&toDay=2026-06-04')).toEqual(['query.fromDay DAY']);
    expect(await get('?fromDay=2026-01-01')).toEqual(['query.toDay MISSING']);
    expect(await get('?fromDay=2026-06-05&toDay=2026-06-04')).toEqual(['query.toDay ORDER']);
    expect(await get('?fromDay=2025-01-01&toDay=2026-06-04')).toEqual(['query.toDay TOO_LONG']);
    expect(outcomeOf(await new Caller(server.baseUrl).get(`${path}${DAYS}`))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(`${path}${DAYS}`))).toBe('403 FORBIDDEN');
  }
});
