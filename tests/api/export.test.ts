import { exportModule } from '@linkang/server/modules/export';
import { csvOf, xlsxOf } from '@linkang/server/modules/export/export.file';
import { createStaff } from '@linkang/server/modules/staff';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { ExportRequest } from '@linkang/shared/api/export.routes';
import { openCell, streetOf } from '@linkang/shared/domain/export-rules';
import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { book, buildCitizen, buildCrowd, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const DAY = '2026-06-04';

let server: TestServer;
let count = 0;

interface Somebody {
  id: string;
  readonly caller: Caller;
}
interface Opened {
  fileName: string;
  type: string;
  base64: string;
}

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

/** Somebody of the staff whose account is there, as the rules look at it. */
async function staff(roles: PolicyRole[], rights: 'massExport'[] = [], name = '孙小梅'): Promise<Somebody> {
  count += 1;
  const username = `export-${count}`;
  const profile = { username, name, title: '', roles, rights, teamIds: [], demo: false };
  const id = (await createStaff({ ...profile, password: STAFF_PASSWORD }))?.id ?? '';
  // A token is good for minutes; the clock of a test goes further.
  return {
    id,
    get caller() {
      return staffCaller(server, roles, id);
    },
  };
}
const asker = (): Promise<Somebody> => staff(['desk'], ['massExport']);
const director = (name = '周明远'): Promise<Somebody> => staff(['director'], [], name);
const wish = (changes: object = {}) => ({
  kind: 'residents',
  format: 'csv',
  fromDay: DAY,
  toDay: DAY,
  purpose: 'followUp',
  reason: '入户随访',
  ...changes,
});
const ask = async ({ caller }: Somebody, changes: object = {}): Promise<ExportRequest> =>
  bodyOf(await caller.post<ExportRequest>('/exports', wish(changes)), 201);
const runJob = async (): Promise<void> => void (await exportModule.jobs?.(server.deps)[0]?.run());
const see = async ({ caller }: Somebody, id: string): Promise<ExportRequest | undefined> =>
  bodyOf(await caller.get<{ items: ExportRequest[] }>('/exports?limit=100')).items.find((row) => row.id === id);
const approve = ({ caller }: Somebody, id: string): Promise<Answer<ExportRequest>> =>
  caller.post<ExportRequest>(`/exports/${id}/approve`);
const open = ({ caller }: Somebody, id: string): Promise<Answer<Opened>> => caller.post<Opened>(`/exports/${id}/open`);
const cellsOf = (file: Opened): string[][] =>
  (parse(Buffer.from(file.base64, 'base64'), { bom: true, relax_column_count: true }) as unknown as string[][]).map(
    (row) => row.map(openCell),
  );
const audits = (filter: object): Promise<number> => server.deps.connection.collection('audits').countDocuments(filter);
const staffs = () => server.deps.connection.collection<{ _id: string }>('staffs');
/** So many people with a visit on a day of their own. */
async function fillDay(day: string, people: readonly Citizen[]): Promise<void> {
  const session = await openSession(server, { day, capacity: people.length, startTime: '13:00', endTime: '17:30' });
  for (const person of people) bodyOf(await book(person, session.id), 201);
}
async function waiting(somebody: Somebody): Promise<ExportRequest> {
  server.deps.config.retention.export.rowsAlone = 0;
  try {
    await buildCitizen(server);
    const request = await ask(somebody);
    await runJob();
    expect((await see(somebody, request.id))?.state).toBe('waiting');
    return request;
  } finally {
    server.deps.config.retention.export.rowsAlone = 50;
  }
}

describe('asking for a file', () => {
  it('is for accounts with the right, as they stand now', async () => {
    for (const role of ['desk', 'director', 'nurse', 'publicHealth'] as const)
      expect(outcomeOf(await (await staff([role])).caller.post('/exports', wish()))).toBe('403 FORBIDDEN');
    const somebody = await asker();
    await ask(somebody);
    await staffs().updateOne({ _id: somebody.id }, { $set: { rights: [] } });
    expect(outcomeOf(await somebody.caller.post('/exports', wish()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await new Caller(server.baseUrl).post('/exports', wish()))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await (await buildCitizen(server)).caller.post('/exports', wish()))).toBe('403 FORBIDDEN');
  });

  it('tells each bad field', async () => {
    const { caller } = await asker();
    const faults = async (changes: object): Promise<string[]> => faultsOf(await caller.post('/exports', wish(changes)));
    expect(await faults({ kind: 'diagnoses' })).toEqual(['body.kind UNKNOWN']);
    expect(await faults({ format: 'pdf' })).toEqual(['body.format UNKNOWN']);
    expect(await faults({ purpose: 'marketing' })).toEqual(['body.purpose UNKNOWN']);
    expect(await faults({ reason: ' ' })).toEqual(['body.reason EMPTY']);
    expect(await faults({ reason: 'x'.repeat(201) })).toEqual(['body.reason TOO_LONG']);
    expect(await faults({ fromDay: '2026-02-30' })).toEqual(['body.fromDay DAY']);
    expect(await faults({ fromDay: '2026-06-05' })).toEqual(['body.toDay ORDER']);
    expect(await faults({ fromDay: '2025-06-03' })).toEqual(['body.toDay TOO_LONG']);
    expect(faultsOf(await caller.post('/exports', wish(), null))).toEqual(['header.Idempotency-Key MISSING']);
    expect(faultsOf(await caller.get('/exports?cursor=x'))).toEqual(['query.cursor CURSOR']);
  });

  it('is one request for a key, twenty at once', async () => {
    const { caller } = await asker();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => caller.post<ExportRequest>('/exports', wish(), 'one-key')),
    );
    expect(new Set(answers.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    const other = await caller.post('/exports', wish({ format: 'xlsx' }), 'one-key');
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
  });
});

describe('few rows', () => {
  it('are given at once, masked, under a line that says whose the file is, and each person sees it', async () => {
    const person = await buildCitizen(server, { name: '欧阳兰', phone: '13912345678' });
    await fillDay('2026-06-10', [person]);
    const somebody = await asker();
    const request = await ask(somebody, { kind: 'bookings', fromDay: '2026-06-10', toDay: '2026-06-10' });
    expect(request).toMatchObject({ state: 'asked', rows: null, reason: '入户随访' });
    expect(outcomeOf(await open(somebody, request.id))).toBe('409 STATE_CONFLICT');
    await runJob();
    expect(await see(somebody, request.id)).toMatchObject({ state: 'ready', rows: 1, decidedByName: null });
    const file = bodyOf(await open(somebody, request.id));
    expect(file.fileName).toBe('预约 2026-06-10 至 2026-06-10.csv');
    const [mark, header, row] = cellsOf(file);
    expect(mark?.[0]).toContain(`导出 孙小梅｜2026-06-04 12:00｜用途 随访和通知｜单号 ${request.id}`);
    expect(header?.slice(0, 3)).toEqual(['编号', '姓名', '性别']);
    expect(row?.slice(1, 6)).toEqual([
      '欧阳兰',
      '女',
      '1958',
      expect.stringMatching(/^110101\*{8}\w{4}$/),
      '139****5678',
    ]);
    expect(JSON.stringify(cellsOf(file))).not.toContain(person.idNumber);
    expect(JSON.stringify(cellsOf(file))).not.toContain(person.residentId);
    expect(await audits({ residentId: person.residentId, action: 'export.open', staffId: somebody.id })).toBe(1);
    expect(await audits({ residentId: null, action: 'export.create', staffId: somebody.id })).toBe(1);
  });

  it('have no names where the purpose needs none', async () => {
    await fillDay('2026-06-11', [await buildCitizen(server, { name: '欧阳兰' })]);
    const somebody = await asker();
    const days = { fromDay: '2026-06-11', toDay: '2026-06-11' };
    const { id } = await ask(somebody, { kind: 'bookings', purpose: 'statistics', ...days });
    await runJob();
    expect(cellsOf(bodyOf(await open(somebody, id)))[2]?.[1]).toBe('欧*兰');
  });

  it('are counted over a day, so that many small files are a large one', async () => {
    const crowd = await buildCrowd(server, 3);
    await fillDay('2026-06-12', crowd);
    const somebody = await asker();
    server.deps.config.retention.export.rowsAlone = 5;
    try {
      const days = { kind: 'bookings', fromDay: '2026-06-12', toDay: '2026-06-12' };
      const requests = await Promise.all([ask(somebody, days), ask(somebody, days)]);
      await Promise.all([runJob()]);
      const states = await Promise.all(requests.map(async ({ id }) => (await see(somebody, id))?.state));
      expect(states.sort()).toEqual(['ready', 'waiting']);
    } finally {
      server.deps.config.retention.export.rowsAlone = 50;
    }
  });
});

describe('many rows', () => {
  it('wait for a second person, who is none of those who asked', async () => {
    const boss = await staff(['director'], ['massExport']);
    const request = await waiting(boss);
    expect(outcomeOf(await approve(boss, request.id))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await open(boss, request.id))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await approve(await director(), MISSING))).toBe('404 NOT_FOUND');
    const other = await director('林静秋');
    expect(bodyOf(await approve(other, request.id))).toMatchObject({ state: 'approved', decidedByName: '林静秋' });
    await runJob();
    const file = bodyOf(await open(boss, request.id));
    expect(cellsOf(file)[0]?.[0]).toContain('批准 林静秋');
    expect(await audits({ action: 'export.approve', staffId: other.id, result: 'done' })).toBe(1);
    expect(outcomeOf(await open(other, request.id))).toBe('404 NOT_FOUND');
  });

  it('are decided once of many at the same moment', async () => {
    const request = await waiting(await asker());
    const bosses = await Promise.all(Array.from({ length: 4 }, () => director()));
    const refusals = bosses.map(({ caller }) => caller.post(`/exports/${request.id}/refuse`, { note: '不需要' }));
    const answers = await Promise.all([...bosses.map((boss) => approve(boss, request.id)), ...refusals]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 7 });
  });

  it('are not decided by who has lost the role, nor given to who has lost the right', async () => {
    const somebody = await asker();
    const request = await waiting(somebody);
    const boss = await director();
    await staffs().updateOne({ _id: boss.id }, { $set: { roles: ['doctor'] } });
    expect(outcomeOf(await approve(boss, request.id))).toBe('403 FORBIDDEN');
    const auditor = await staff(['auditor']);
    bodyOf(await approve(auditor, request.id));
    await staffs().updateOne({ _id: somebody.id }, { $set: { rights: [] } });
    await runJob();
    expect(await see(auditor, request.id)).toMatchObject({ state: 'failed', fault: 'NO_RIGHT' });
    expect(outcomeOf(await open(somebody, request.id))).toBe('403 FORBIDDEN');
  });

  it('are refused with a reason that the asker reads', async () => {
    const somebody = await asker();
    const request = await waiting(somebody);
    const boss = await director();
    expect(faultsOf(await boss.caller.post(`/exports/${request.id}/refuse`, { note: '' }))).toEqual([
      'body.note EMPTY',
    ]);
    bodyOf(await boss.caller.post(`/exports/${request.id}/refuse`, { note: '时间太长' }));
    expect(await see(somebody, request.id)).toMatchObject({ state: 'refused', note: '时间太长' });
    const desk = await staff(['desk']);
    expect(outcomeOf(await approve(desk, request.id))).toBe('403 FORBIDDEN');
    expect(await see(desk, request.id)).toBeUndefined();
  });
});

describe('a file', () => {
  it('is for the asker alone, a day long, and then gone', async () => {
    const somebody = await asker();
    const { id } = await ask(somebody, { fromDay: '2026-06-02', toDay: '2026-06-02' });
    await runJob();
    bodyOf(await open(somebody, id));
    expect(outcomeOf(await open(await asker(), id))).toBe('404 NOT_FOUND');
    const files = server.deps.connection.collection<{ _id: string }>('exportFiles');
    expect(await files.countDocuments({ _id: id })).toBe(1);
    server.clock.set('2026-06-05T04:00:00.000Z');
    expect(outcomeOf(await open(somebody, id))).toBe('409 STATE_CONFLICT');
    expect(await see(somebody, id)).toMatchObject({ state: 'expired', downloads: 1 });
    await runJob();
    expect(await files.countDocuments({ _id: id })).toBe(0);
  });

  const nasty = [
    ...['=1+1', '+8613800138000', '-2', '@SUM(A1)', '\t=1', '\r=1', "'quoted", "''=1"],
    ...['110101195804080011', '000123456789', '说"好",行', '第一行\n第二行', '普通'],
  ];

  it('keeps every cell as it was through CSV, and nothing there is a formula or a number', () => {
    const [read] = parse(csvOf([nasty]), { bom: true }) as unknown as string[][];
    expect(read?.map(openCell)).toEqual(nasty);
    for (const cell of read ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]|^\d{12,}$/);
  });

  it('keeps every cell as text through a workbook', async () => {
    const sheets = await readExcelFile(await xlsxOf([nasty, nasty]), { trim: false });
    const rows = sheets[0]?.data ?? [];
    expect(rows).toEqual([nasty, nasty]);
    for (const cell of rows.flat()) expect(typeof cell).toBe('string');
  });

  it.each([
    ['朝阳路12号院3号楼501', '朝阳路'],
    ['中山北大道8号', '中山北大道'],
    ['幸福小区7栋', ''],
  ])('has of the address %s only the street', (address, street) => {
    expect(streetOf(address)).toBe(street);
  });
});
