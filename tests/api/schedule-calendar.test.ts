import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CalendarEntry, ImportedDay } from '@linkang/shared/api/schedule.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { addDay, addTemplate, buildDayBody, outcomesOf, preview } from '../support/schedule';
import { startServer, type TestServer } from '../support/server';

const MISSING = '2026-07-31';

let server: TestServer;
let director: Caller;
const as = (role: PolicyRole): Caller => staffCaller(server, [role]);

beforeAll(async () => {
  server = await startServer({ limits: false });
  director = as('director');
});
beforeEach(async () => {
  for (const name of ['templates', 'calendarDays']) await server.deps.connection.collection(name).deleteMany({});
});
afterAll(() => server.stop());

interface Year {
  items: CalendarEntry[];
  national: { source: string | null; confidence: string; note: string | null } | null;
}
const readYear = async (year: number): Promise<Year> => bodyOf(await director.get<Year>(`/schedule/days?year=${year}`));
const lineOf = async (day: string) => (await readYear(2026)).items.find((line) => line.day === day);

describe('the calendar', () => {
  it("shows the nation's days with their source, and which year has none yet", async () => {
    const { items, national } = await readYear(2026);
    expect(national).toMatchObject({ source: expect.stringContaining('国务院办公厅'), confidence: 'high' });
    expect(items.filter(({ kind }) => kind === 'closed')).toHaveLength(33);
    expect(items.filter(({ kind }) => kind === 'working')).toHaveLength(6);
    expect(items.find(({ day }) => day === '2026-10-01')).toMatchObject({ name: '国庆节', origin: 'national' });
    expect(await readYear(2027)).toMatchObject({ items: [], national: { source: null, confidence: 'check' } });
    expect(await readYear(2030)).toEqual({ items: [], national: null });
  });

  it("has the centre's own line of a day above the nation's, changed and removed by revision", async () => {
    await addTemplate(director, { weekday: 5 });
    expect(outcomesOf(await preview(director, '2026-06-19', '2026-06-19'))).toEqual(['2026-06-19 closed']);
    const line = await addDay(director, { day: '2026-06-19', kind: 'usual', name: '端午照常' });
    expect(line).toMatchObject({ id: '2026-06-19', origin: 'centre', kind: 'usual', rev: 0 });
    expect(await lineOf('2026-06-19')).toEqual(line);
    expect(outcomesOf(await preview(director, '2026-06-19', '2026-06-19'))).toEqual(['2026-06-19 open']);

    const change = (rev: number) =>
      director.put<CalendarEntry>('/schedule/days/2026-06-19', { rev, kind: 'closed', name: '装修', weekday: null });
    expect(countOutcomes(await Promise.all([change(0), change(0)]))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
    expect(await lineOf('2026-06-19')).toMatchObject({ kind: 'closed', name: '装修', rev: 1 });
    const remove = (rev: number) => director.post('/schedule/days/2026-06-19/remove', { rev });
    expect([await remove(0), await remove(1), await remove(1)].map(outcomeOf)).toEqual([
      '409 STATE_CONFLICT',
      '204',
      '404 NOT_FOUND',
    ]);
    expect(await lineOf('2026-06-19')).toMatchObject({ name: '端午节', origin: 'national' });
  });

  it('has one line for a day and service', async () => {
    await addDay(director);
    expect(outcomeOf(await director.post('/schedule/days', buildDayBody({ name: '另一个' })))).toBe('409 DAY_TAKEN');
    const forOne = await addDay(director, { serviceCode: 'gp', name: '全科进修' });
    expect(forOne).toMatchObject({ id: '2026-07-01:gp', serviceName: '全科门诊' });
    const more = { rev: 0, kind: 'working', name: '上班', weekday: null };
    const refused = await director.put(`/schedule/days/${forOne.id}`, more);
    expect(faultsOf(refused)).toEqual(['body.kind ONLY_CLOSED']);
    const twins = Array.from({ length: 10 }, () =>
      director.post('/schedule/days', buildDayBody({ day: '2026-07-02' }), 'the-same-key'),
    );
    expect(countOutcomes(await Promise.all(twins))).toEqual({ 201: 10 });
  });

  it('lists the sessions that a day has already, all or of one service', async () => {
    const session = await openSession(server, { day: '2026-07-03' });
    const other = await openSession(server, { day: '2026-07-03', serviceCode: 'tcm' });
    bodyOf(await book(await buildCitizen(server), session.id), 201);
    interface Found {
      items: { id: string; booked: number }[];
    }
    const find = async (id: string) =>
      bodyOf(await director.get<Found>(`/schedule/days/${id}/sessions`)).items.map((row) => [row.id, row.booked]);
    expect((await find('2026-07-03')).sort()).toEqual([[session.id, 1] as const, [other.id, 0] as const].sort());
    expect(await find('2026-07-03:gp')).toEqual([[session.id, 1]]);
    expect(await find('2026-07-04')).toEqual([]);
    for (const id of ['2026-02-30', 'nothing', '2026-07-03:nothing'])
      expect(outcomeOf(await director.get(`/schedule/days/${id}/sessions`))).toBe('404 NOT_FOUND');
  });

  it.each([
    [{ day: '2026-02-30' }, ['body.day DAY']],
    [{ serviceCode: 'nothing' }, ['body.serviceCode UNKNOWN']],
    [{ serviceCode: '' }, ['body.serviceCode EMPTY']],
    [{ kind: 'half' }, ['body.kind TYPE']],
    [{ name: '' }, ['body.name EMPTY']],
    [{ name: 'x'.repeat(21) }, ['body.name TOO_LONG']],
    [{ kind: 'working', weekday: 8 }, ['body.weekday WEEKDAY']],
    [{ weekday: 5 }, ['body.weekday ONLY_WORKING']],
    [{ kind: 'working', serviceCode: 'gp' }, ['body.serviceCode ONLY_CLOSED']],
    [{ name: undefined }, ['body.name MISSING']],
  ])('refuses %j', async (changes, faults) => {
    const answer = await director.post('/schedule/days', buildDayBody(changes));
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', faults]);
  });

  it.each(['1999', '2200', 'abc', ''])('has no year %s', async (year) => {
    expect(outcomeOf(await director.get(`/schedule/days?year=${year}`))).toBe('400 VALIDATION_FAILED');
  });

  const calls = (caller: Caller) =>
    Promise.all([
      caller.get('/schedule/days?year=2026'),
      caller.post('/schedule/days', buildDayBody({ day: '2026-07-30' })),
      caller.put(`/schedule/days/${MISSING}`, { rev: 0, kind: 'closed', name: '休息', weekday: null }),
      caller.post(`/schedule/days/${MISSING}/remove`, { rev: 0 }),
      caller.post('/schedule/days/import', { text: '[]', dryRun: true }),
      caller.get(`/schedule/days/${MISSING}/sessions`),
    ]);

  it('is for those who plan', async () => {
    const may = ['200', '201', '404 NOT_FOUND', '404 NOT_FOUND', '400 VALIDATION_FAILED', '200'];
    expect((await calls(as('admin'))).map(outcomeOf)).toEqual(may);
    expect((await calls(as('editor'))).map(outcomeOf)).toEqual(Array(6).fill('403 FORBIDDEN'));
    expect((await calls(new Caller(server.baseUrl))).map(outcomeOf)).toEqual(Array(6).fill('401 AUTH_REQUIRED'));
  });
});

describe('a list of days', () => {
  const send = (text: string, dryRun: boolean) =>
    director.post<{ rows: ImportedDay[] }>('/schedule/days/import', { text, dryRun });
  const read = async (text: string, dryRun: boolean) =>
    bodyOf(await send(text, dryRun)).rows.map(({ line, outcome, faults }) => [line, outcome, ...faults]);
  const csv = [
    '\uFEFF日期,安排,名称,按星期几,服务',
    '2027-01-01,休息,元旦,,',
    '2027-01-10,上班,元旦调休,周五,',
    '2027-03-02,休息,设备检修,,全科门诊',
  ].join('\r\n');

  it('is tried, taken over, and changes nothing when it comes again', async () => {
    const fresh = [2, 3, 4].map((line) => [line, 'new']);
    expect(await read(csv, true)).toEqual(fresh);
    expect((await readYear(2027)).items).toEqual([]);
    expect(await read(csv, false)).toEqual(fresh);
    expect((await readYear(2027)).items).toMatchObject([
      { day: '2027-01-01', kind: 'closed', name: '元旦', weekday: null, serviceCode: null },
      { day: '2027-01-10', kind: 'working', weekday: 5 },
      { id: '2027-03-02:gp', kind: 'closed', serviceCode: 'gp' },
    ]);
    const before = await readYear(2027);
    expect(await read(csv, false)).toEqual([2, 3, 4].map((line) => [line, 'same']));
    expect(await readYear(2027)).toEqual(before);
    const json = JSON.stringify([
      { day: '2027-01-01', kind: 'closed', name: '新年' },
      { day: '2027-01-10', kind: 'working', name: '元旦调休', weekday: 5 },
    ]);
    expect(await read(json, false)).toEqual([
      [1, 'changed'],
      [2, 'same'],
    ]);
    expect((await readYear(2027)).items[0]?.name).toBe('新年');
  });

  it('is not taken over while a line has a fault', async () => {
    const bad = `${csv}\r\n2027-02-30,休息,春节,,\r\n2027-02-06,放假,春节,,\r\n2027-01-01,休息,元旦,,\r\n2027-02-07,休息,春节,周一,内科`;
    const rows = await read(bad, true);
    expect(rows.slice(3)).toEqual([
      [5, 'faulty', '日期：日期不正确'],
      [6, 'faulty', '安排：格式不正确'],
      [7, 'faulty', '日期：和第 2 行重复'],
      [8, 'faulty', '按星期几：只有上班的日子才选按星期几'],
    ]);
    const refused = await send(bad, false);
    expect([outcomeOf(refused), faultsOf(refused)]).toEqual([
      '400 VALIDATION_FAILED',
      [5, 6, 7, 8].map((line) => `body.text.${line} ROW`),
    ]);
    expect((await readYear(2027)).items).toEqual([]);
    expect(await read(csv.replace('全科门诊', '没有的服务'), true)).toContainEqual([4, 'faulty', '服务：没有这项服务']);
  });

  it.each([
    ['[{"day":', 'JSON'],
    ['{"day":"2027-01-01"}', 'JSON'],
    ['[1]', 'JSON'],
    ['2027-01-01,休息,元旦', 'HEADING'],
    ['日期,安排\n"2027', 'CSV'],
    ['日期,安排,名称', 'EMPTY'],
    ['[]', 'EMPTY'],
    [JSON.stringify(Array(201).fill({ day: '2027-01-01', kind: 'closed', name: '元旦' })), 'TOO_MANY'],
    ['', 'EMPTY'],
    ['x'.repeat(60_001), 'TOO_LONG'],
  ])('is refused as a whole: %.30s', async (text, code) => {
    for (const dryRun of [true, false]) expect(faultsOf(await send(text, dryRun))).toEqual([`body.text ${code}`]);
  });
});
