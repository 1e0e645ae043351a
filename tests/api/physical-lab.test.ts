import { xlsxOf } from '@linkang/server/modules/export/export.file';
import type { Physical, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { staffCaller, type Citizen } from '../support/clinic';
import type { Answer, Caller } from '../support/http';
import { beginPhysical, enter, fillPhysical, fresh, summarise } from '../support/physicals';
import { TODAY } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

type Checked = CallReply<PhysicalRoutes['checkLab']>;
type Imported = CallReply<PhysicalRoutes['importLab']>;

let server: TestServer;
let citizen: Citizen;
let physical: Physical;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  ({ citizen, physical } = await beginPhysical(server));
});
afterAll(() => server.stop());

const nurse = (): Caller => staffCaller(server, ['nurse']);
const csv = (...rows: string[][]): string =>
  Buffer.from(rows.map((row) => row.join(',')).join('\n')).toString('base64');
const check = (file: string, day = TODAY): Promise<Answer<Checked>> =>
  nurse().post<Checked>('/physicals/lab-checks', { file, day });
const take = (file: string, fromRow = 0): Promise<Answer<Imported>> =>
  nurse().post<Imported>('/physicals/lab-imports', { file, day: TODAY, fromRow });
const rowsOf = async (file: string) => bodyOf(await check(file)).rows;
const see = async (): Promise<Physical> => bodyOf(await nurse().get<Physical>(`/physicals/${physical.id}`));
const valueOf = async (code: string): Promise<unknown> =>
  (await see()).entries.find((entry) => entry.code === code)?.value;
const byId = (...cells: string[]): string[] => [physical.id, ...cells];

describe('a file', () => {
  it('is matched by number, or by name and ID number, and does nothing when it is only checked', async () => {
    const whole = csv(['姓名', '身份证号', '血红蛋白(g/L)'], [citizen.name, citizen.idNumber, '128']);
    expect(await rowsOf(whole)).toEqual([{ line: 2, name: '王秀英', values: 1, outcome: 'new', faults: [] }]);
    const last = csv(['姓名', '身份证后四位', 'HB'], [citizen.name, citizen.idNumber.slice(-4).toLowerCase(), '128']);
    expect((await rowsOf(last)).map(({ outcome }) => outcome)).toEqual(['new']);
    expect((await rowsOf(csv(['体检号', 'HB'], byId('128'))))[0]?.outcome).toBe('new');
    expect(await valueOf('HB')).toBeUndefined();
  });

  it('is taken over once, however often it is sent; a corrected one replaces what a file brought', async () => {
    const file = csv(['体检号', 'HB', 'U_PRO', '空腹血糖'], byId('128', '阴性', '5.6'));
    expect(bodyOf(await take(file))).toEqual({
      rows: [{ line: 2, name: '', values: 3, faults: [], outcome: 'taken', urgent: [] }],
      nextRow: null,
    });
    const { rev } = await see();
    expect(bodyOf(await take(file)).rows[0]?.outcome).toBe('same');
    expect((await see()).rev).toBe(rev);
    expect(bodyOf(await take(csv(['体检号', 'HB'], byId('126')))).rows[0]?.outcome).toBe('taken');
    expect([await valueOf('HB'), await valueOf('U_PRO'), await valueOf('FPG')]).toEqual([126, '-', 5.6]);
  });

  it('may be a workbook, or GB18030 as Excel writes it', async () => {
    const book = await xlsxOf([
      ['体检号', '血红蛋白'],
      [physical.id, '121'],
    ]);
    expect(bodyOf(await take(book.toString('base64'))).rows[0]?.outcome).toBe('taken');
    expect(await valueOf('HB')).toBe(121);
    // 体检号,HB in GB18030.
    const heading = Buffer.from([0xcc, 0xe5, 0xbc, 0xec, 0xba, 0xc5, 0x2c, 0x48, 0x42, 0x0a]);
    const old = Buffer.concat([heading, Buffer.from(`${physical.id},122`)]).toString('base64');
    expect(bodyOf(await take(old)).rows[0]?.outcome).toBe('taken');
    expect(await valueOf('HB')).toBe(122);
  });

  it('never touches what somebody entered by hand', async () => {
    bodyOf(await enter(nurse(), physical.id, [fresh('HB', 130)]));
    const [row] = bodyOf(await take(csv(['体检号', 'HB', 'WBC'], byId('128', '6.2')))).rows;
    expect(row).toMatchObject({ outcome: 'faulty', faults: [expect.stringContaining('手工填了')] });
    expect([await valueOf('HB'), await valueOf('WBC')]).toEqual([130, undefined]);
    // The same value by hand is no contradiction.
    expect(bodyOf(await take(csv(['体检号', 'HB', 'WBC'], byId('130', '6.2')))).rows[0]?.outcome).toBe('taken');
  });

  it('says row by row what is wrong, and takes the others', async () => {
    const other = await beginPhysical(server);
    const file = csv(
      ['体检号', '姓名', '身份证号', 'HB'],
      [physical.id, citizen.name, '', '128'],
      ['nobody', '', '', '128'],
      [physical.id, '李四', '', '128'],
      ['', '王秀英', '12', '128'],
      ['', '不在这里', '1234', '128'],
      [other.physical.id, '', '', '未查'],
      [other.physical.id, '', '', ''],
      [physical.id, '', '', '129'],
    );
    const { rows } = bodyOf(await take(file));
    expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'taken'],
      ...[3, 4, 5, 6, 7, 8, 9].map((line) => [line, 'faulty']),
    ]);
    const said = rows.map(({ faults }) => faults.join('；'));
    const words = ['', '没有这个号', '对不上', '至少填后四位', '没有这位居民', '认不出来', '同一个人', '同一个人'];
    words.forEach((word, at) => expect(said[at]).toContain(word));
    expect(await valueOf('HB')).toBe(128);
  });

  it('tells critical values, which are calls since nobody stands there', async () => {
    const [row] = bodyOf(await take(csv(['体检号', 'HB'], byId('50')))).rows;
    expect(row?.urgent).toEqual([expect.objectContaining({ code: 'HB', say: expect.stringContaining('打电话') })]);
    const tasks = server.deps.connection.collection('tasks');
    expect(await tasks.countDocuments({ sourceId: physical.id, kind: 'call', urgent: true })).toBe(1);
  });

  it('leaves a released report alone', async () => {
    const doctor = staffCaller(server, ['doctor']);
    const ready = await summarise(doctor, await fillPhysical(server, physical.id));
    bodyOf(await doctor.post(`/physicals/${physical.id}/release`, { rev: ready.rev }));
    const [row] = await rowsOf(csv(['体检号', 'HB'], byId('128')));
    expect(row).toMatchObject({ outcome: 'faulty', faults: [expect.stringContaining('已经发布')] });
  });
});

describe('a bad file', () => {
  const refusal = async (file: string): Promise<string[]> => faultsOf(await check(file));

  it('is refused as a whole with its reason', async () => {
    expect(await refusal(csv(['姓名', 'HB'], ['王秀英', '128']))).toEqual(['body.file HEADING']);
    expect(await refusal(csv(['体检号', '空腹血糖(mg/dL)'], byId('90')))).toEqual(['body.file HEADING']);
    expect(await refusal(csv(['体检号', 'HB']))).toEqual(['body.file EMPTY']);
    expect(await refusal(csv(['体检号', 'HB'], ...Array.from({ length: 1001 }, () => byId('128'))))).toEqual([
      'body.file TOO_MANY',
    ]);
    expect(await refusal(Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]).toString('base64'))).toEqual(['body.file TABLE']);
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x00, 0x01]).toString('base64'))).toEqual(['body.file ENCODING']);
    expect(await refusal('不是')).toEqual(['body.file TYPE']);
    expect(await refusal('')).toHaveLength(1);
    expect(faultsOf(await check(csv(['体检号', 'HB'], byId('128')), '2026-02-30'))).toEqual(['body.day DAY']);
    expect(faultsOf(await take(csv(['体检号', 'HB'], byId('128')), -1))).toEqual(['body.fromRow TOO_SMALL']);
    expect(outcomeOf(await take(csv(['体检号', 'HB']), 0))).toBe('400 VALIDATION_FAILED');
    expect(await valueOf('HB')).toBeUndefined();
  });

  it('tells the columns that nobody knows', async () => {
    const { unknownColumns } = bodyOf(await check(csv(['体检号', 'HB', '血型'], byId('128', 'A'))));
    expect(unknownColumns).toEqual(['血型']);
  });
});
