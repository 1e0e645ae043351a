import { createTeams } from '@linkang/server/modules/team';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { IMPORT_BATCH, MAX_IMPORT_BYTES, type StaffRoutes } from '@linkang/shared/api/staff.routes';
import { staffTemplate } from '@linkang/shared/domain/staff-csv';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

type Checked = CallReply<StaffRoutes['checkImport']>;
type Imported = CallReply<StaffRoutes['import']>;

const HEADING = '用户名,姓名,职称,角色,团队';

let server: TestServer;
let admin: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  admin = staffCaller(server, ['admin']);
  const person = { name: '周敏', title: '主治医师', specialities: '' };
  const team = { intro: '', leader: person, members: [], capacity: 10, hardLimit: false, order: 0 };
  await createTeams([{ ...team, id: 'team-1', name: '青禾团队' }]);
}, 30_000);
afterAll(() => server.stop());

const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes as string).toString('base64');
const table = (...lines: string[]): string => base64([HEADING, ...lines].join('\r\n'));
const check = (file: string) => admin.post<Checked>('/staff/import/check', { file });
const run = (file: string, fromRow = 0, caller = admin) => caller.post<Imported>('/staff/import', { file, fromRow });
const countNamed = (username: string): Promise<number> =>
  server.deps.connection.collection('staffs').countDocuments({ username });
const faultsIn = async (line: string): Promise<string[]> =>
  bodyOf(await check(table(line))).rows.flatMap(({ faults }) => faults);

/** `林静秋` and what else the table below needs, as Excel in China writes it. */
const gb18030 = (text: string): Buffer => {
  const words: Record<string, string> = {
    用户名: 'd3c3bba7c3fb',
    姓名: 'd0d5c3fb',
    职称: 'd6b0b3c6',
    角色: 'bdc7c9ab',
    团队: 'cdc5b6d3',
    护士: 'bba4cabf',
    林静: 'c1d6beb2',
  };
  const parts = text.split(/([\u4e00-\u9fff]+)/);
  return Buffer.concat(parts.map((part) => (words[part] ? Buffer.from(words[part], 'hex') : Buffer.from(part))));
};

describe('checking a table of staff', () => {
  it('says row by row what would happen, and does nothing', async () => {
    bodyOf(await run(table('known,林静秋,,医生,')));
    const file = table('Known,别人,,护士,', 'fresh,何静,社区护士,护士、前台,青禾团队', 'x,,,,');
    expect(bodyOf(await check(file)).rows).toEqual([
      { line: 2, username: 'known', name: '别人', outcome: 'existing', faults: [] },
      { line: 3, username: 'fresh', name: '何静', outcome: 'new', faults: [] },
      {
        line: 4,
        username: 'x',
        name: '',
        outcome: 'faulty',
        faults: ['用户名：用户名为3到32个小写字母、数字、点或短横线', '姓名：请填写这一项', '角色：请填写这一项'],
      },
    ]);
    expect(await countNamed('fresh')).toBe(0);
  });

  it.each([
    ['ok-1,林静秋,,医生、院长,', ['角色：没有“院长”']],
    ['ok-1,林静秋,,医生,青禾团队;蓝天团队', ['团队：没有“蓝天团队”']],
    ['大名,林静秋,,医生,', ['用户名：用户名为3到32个小写字母、数字、点或短横线']],
    [`ok-1,${'名'.repeat(31)},,医生,`, ['姓名：内容太长']],
    ['ok-1,林静秋,' + '职'.repeat(31) + ',医生,', ['职称：内容太长']],
    ['ok-1,=HYPERLINK("http://x"),,医生,', ['姓名：不能以 = + - @ 开头']],
    ['ok-1,林静秋,+1,医生,', ['职称：不能以 = + - @ 开头']],
    ['=1+1,林静秋,,医生,', ['用户名：不能以 = + - @ 开头']],
    ['ok-1,林\u202e秋,,医生,', ['姓名：含有不能使用的符号']],
  ])('finds fault with %j', async (line, faults) => {
    expect(await faultsIn(line.replaceAll('"', ''))).toEqual(faults);
  });

  it('finds a user name that is there twice', async () => {
    const { rows } = bodyOf(await check(table('twin,林静秋,,医生,', 'TWIN,何静,,护士,')));
    expect(rows.map(({ outcome, faults }) => [outcome, faults])).toEqual([
      ['new', []],
      ['faulty', ['用户名：和第 2 行重复']],
    ]);
  });

  it.each([
    ['UTF-8', Buffer.from(`${HEADING}\nlin-1,林静,,护士,\n`)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${HEADING}\r\nlin-1,林静,,护士,\r\n,,,,\r\n\r\n`)],
    ['GB18030', gb18030(`${HEADING}\r\nlin-1,林静,,护士,\r\n`)],
    ['other columns', Buffer.from(`备注,角色,姓名,用户名,职称,团队\nx,护士,"林静",lin-1,,\n`)],
  ])('reads %s', async (_, bytes) => {
    expect(bodyOf(await check(base64(bytes))).rows).toEqual([
      expect.objectContaining({ username: 'lin-1', name: '林静', outcome: 'new', faults: [] }),
    ]);
  });

  it('takes its own template', async () => {
    const { rows } = bodyOf(await check(base64(staffTemplate())));
    expect(rows).toEqual([expect.objectContaining({ username: 'lin.jingqiu', outcome: 'new', faults: [] })]);
  });

  it.each([
    ['no file', undefined, 'MISSING'],
    ['an empty one', '', 'EMPTY'],
    ['no base64', '林静秋', 'TYPE'],
    ['no text', base64(new Uint8Array([0xff, 0xfe, 0xff, 0xff])), 'ENCODING'],
    ['a picture', base64(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), 'ENCODING'],
    ['an open quote', base64(`${HEADING}\n"lin-1,林静,,护士,`), 'CSV'],
    ['no heading', base64('lin-1,林静,,护士,\nlin-2,林静,,护士,'), 'HEADING'],
    ['a heading alone', base64(HEADING), 'EMPTY'],
    ['too many rows', table(...Array.from({ length: 501 }, (_, i) => `many-${i},林静,,护士,`)), 'TOO_MANY'],
    ['too much', base64(' '.repeat(MAX_IMPORT_BYTES + 3)), 'TOO_LARGE'],
  ])('refuses %s', async (_, file, code) => {
    expect(faultsOf(await admin.post('/staff/import/check', { file }))).toContain(`body.file ${code}`);
    expect(faultsOf(await admin.post('/staff/import', { file, fromRow: 0 }))).toContain(`body.file ${code}`);
  });
});

describe('importing a table of staff', () => {
  it('makes accounts with passwords that are told once and must be changed', async () => {
    const file = table('Story-1,林静秋,主治医师,医生、护士,青禾团队', 'story-2,何静,,前台,');
    const { rows, nextRow } = bodyOf(await run(file));
    expect(nextRow).toBeNull();
    expect(rows).toEqual([
      { line: 2, username: 'story-1', name: '林静秋', outcome: 'created', password: expect.any(String) },
      { line: 3, username: 'story-2', name: '何静', outcome: 'created', password: expect.any(String) },
    ]);
    const signIn = { username: 'story-1', password: rows[0]?.password };
    const { account } = bodyOf(
      await new Caller(server.baseUrl).post<{ account: Record<string, unknown> }>('/auth/staff', signIn),
    );
    expect(account).toMatchObject({ name: '林静秋', roles: ['doctor', 'nurse'], mustChangePassword: true });
    const staff = await server.deps.connection.collection('staffs').findOne({ username: 'story-1' });
    expect(staff).toMatchObject({ title: '主治医师', teamIds: ['team-1'], demo: false, active: true });

    const again = bodyOf(await run(table('story-1,别人,,管理员,', 'story-3,吴静,,护士,')));
    expect(again.rows.map(({ outcome, password }) => [outcome, typeof password])).toEqual([
      ['existing', 'object'],
      ['created', 'string'],
    ]);
    expect(await server.deps.connection.collection('staffs').findOne({ username: 'story-1' })).toEqual(staff);
  });

  it('makes nobody of a file with a fault', async () => {
    const answer = await run(table('none-1,林静秋,,医生,', 'none-2,何静,,院长,'));
    expect(outcomeOf(answer)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(answer)).toEqual(['body.file.3 ROW']);
    expect(await countNamed('none-1')).toBe(0);
  });

  it('goes through a long file some rows a call, and may begin anew', async () => {
    const lines = Array.from({ length: IMPORT_BATCH + 2 }, (_, i) => `long-${i},林静,,护士,`);
    const first = bodyOf(await run(table(...lines)));
    expect([first.rows.length, first.nextRow]).toEqual([IMPORT_BATCH, IMPORT_BATCH]);
    const rest = bodyOf(await run(table(...lines), IMPORT_BATCH));
    expect(rest.rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [IMPORT_BATCH + 2, 'created'],
      [IMPORT_BATCH + 3, 'created'],
    ]);
    expect(rest.nextRow).toBeNull();
    const again = bodyOf(await run(table(...lines)));
    expect(new Set(again.rows.map(({ outcome }) => outcome))).toEqual(new Set(['existing']));
    expect(bodyOf(await run(table(...lines), 9999))).toEqual({ rows: [], nextRow: null });
  }, 30_000);

  it('makes each account once of twenty imports at once, and tells its password once', async () => {
    const file = table('race-1,林静秋,,医生,', 'race-2,何静,,护士,');
    const answers = await Promise.all(Array.from({ length: 20 }, () => run(file)));
    expect(countOutcomes(answers)).toEqual({ 200: 20 });
    const rows = answers.flatMap(({ body }) => body.rows);
    for (const username of ['race-1', 'race-2']) {
      expect(await countNamed(username)).toBe(1);
      const told = rows.filter((row) => row.username === username && row.password !== null);
      expect(told).toHaveLength(1);
      const { password } = told[0] as (typeof told)[0];
      expect(outcomeOf(await new Caller(server.baseUrl).post('/auth/staff', { username, password }))).toBe('200');
    }
  }, 60_000);

  it.each([
    [undefined, 'MISSING'],
    [-1, 'TOO_SMALL'],
    [1.5, 'TYPE'],
    ['0', 'TYPE'],
  ])('refuses to begin at %j', async (fromRow, code) => {
    const file = table('never-1,林静秋,,医生,');
    expect(faultsOf(await admin.post('/staff/import', { file, fromRow }))).toEqual([`body.fromRow ${code}`]);
  });

  it.each<PolicyRole>(['director', 'doctor', 'nurse', 'desk', 'editor'])('is not for %s', async (role) => {
    const caller = staffCaller(server, [role]);
    const file = table('never-1,林静秋,,管理员,');
    expect(outcomeOf(await run(file, 0, caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await caller.post('/staff/import/check', { file }))).toBe('403 FORBIDDEN');
    expect(await countNamed('never-1')).toBe(0);
  });

  it('is not for others', async () => {
    const anyone = new Caller(server.baseUrl);
    const { caller } = await buildCitizen(server);
    for (const path of ['/staff/import', '/staff/import/check']) {
      expect(outcomeOf(await anyone.post(path, {}))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await caller.post(path, {}))).toBe('403 FORBIDDEN');
    }
  });
});
