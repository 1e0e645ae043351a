import { randomUUID } from 'node:crypto';
import { createCommunities } from '@linkang/server/modules/centre';
import { createStaff } from '@linkang/server/modules/staff';
import { createTeams } from '@linkang/server/modules/team';
import type { HealthRecord } from '@linkang/shared/api/record.routes';
import readExcelFile from 'read-excel-file/node';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber, STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import {
  buildImporter,
  buildRow,
  checkSheet,
  countsOf,
  csvSheet,
  importSheet,
  restOf,
  uploadSheet,
  xlsxSheet,
} from '../support/imports';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let importer: Awaited<ReturnType<typeof buildImporter>>;

beforeAll(async () => {
  server = await startServer({ limits: false });
  importer = await buildImporter(server);
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const director = (): Caller => staffCaller(server, ['director']);
const people = () => server.deps.connection.collection('residents').countDocuments();
const findPerson = async (idNumber: string): Promise<{ id: string; name: string; phoneMasked: string | null }> => {
  const found = bodyOf(
    await director().get<{ items: { id: string; name: string; phoneMasked: string | null }[] }>(
      `/residents?query=${idNumber}`,
    ),
  );
  const [person] = found.items;
  if (!person) throw new Error('nobody has this number');
  return person;
};
const recordOf = async (residentId: string): Promise<HealthRecord> => {
  const { record } = bodyOf(await director().get<{ record: HealthRecord | null }>(`/residents/${residentId}/record`));
  if (!record) throw new Error('there is no record');
  return record;
};

describe('who may', () => {
  const calls = [
    ['POST', '/imports'],
    ['GET', '/imports'],
    ['GET', '/imports/template'],
    ['GET', `/imports/${MISSING}`],
    ['POST', `/imports/${MISSING}/start`],
    ['GET', `/imports/${MISSING}/faults`],
  ] as const;

  it.each(calls)(
    '%s %s is for administrators and directors with the right, as they stand now',
    async (method, path) => {
      const ask = async (caller: Caller) =>
        outcomeOf(
          path === '/imports' && method === 'POST'
            ? await uploadSheet(caller, csvSheet([buildRow()]))
            : await caller.send(method, path),
        );
      expect(await ask(new Caller(server.baseUrl))).toBe('401 AUTH_REQUIRED');
      expect(await ask((await buildCitizen(server)).caller)).toBe('403 FORBIDDEN');
      for (const role of ['doctor', 'nurse', 'desk', 'editor', 'publicHealth', 'auditor'] as const)
        expect(await ask(staffCaller(server, [role]))).toBe('403 FORBIDDEN');
      expect(await ask((await buildImporter(server, [])).caller)).toBe('403 FORBIDDEN');
      const gone = await buildImporter(server);
      await server.deps.connection
        .collection<{ _id: string }>('staffs')
        .updateOne({ _id: gone.id }, { $set: { active: false } });
      expect(await ask(gone.caller)).toBe('403 FORBIDDEN');
    },
  );

  it('knows no run that is not there', async () => {
    for (const [method, path] of calls.slice(3))
      expect(outcomeOf(await importer.caller.send(method, path))).toBe('404 NOT_FOUND');
    expect(faultsOf(await importer.caller.get('/imports/no%20id'))).toEqual(['params.id ID']);
  });
});

describe('uploading', () => {
  it('wants a key, and gives one run for it', async () => {
    const bytes = csvSheet([buildRow()]);
    expect(faultsOf(await uploadSheet(importer.caller, bytes, { key: null }))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => uploadSheet(importer.caller, bytes, { key })));
    expect(new Set(answers.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    await restOf(server, importer.caller, answers[0]?.body.id ?? '');
    expect(outcomeOf(await uploadSheet(importer.caller, csvSheet([buildRow()]), { key }))).toBe(
      '422 IDEMPOTENCY_MISMATCH',
    );
    expect(await server.deps.connection.collection('importPieces').countDocuments()).toBe(0);
  });

  it('takes tables alone', async () => {
    const answer = await uploadSheet(importer.caller, csvSheet([buildRow()]), { type: 'image/png' });
    expect(outcomeOf(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(JSON.stringify(answer.body)).toContain('.xlsx');
  });
});

describe('the rehearsal', () => {
  it('says what would become of each row, and changes nothing', async () => {
    const before = await people();
    const known = await buildCitizen(server);
    const rows = [
      buildRow(),
      buildRow({ name: '钱进', idNumber: '110101195803120041' }),
      buildRow({ idNumber: known.idNumber, name: '另一个人' }),
      buildRow(),
    ];
    const run = await checkSheet(server, importer.caller, csvSheet(rows));
    expect([run.state, run.rows, ...countsOf(run)]).toEqual(['checked', 4, 2, 0, 0, 2]);
    expect(run.faults.map(({ line, column, says }) => [line, column, says])).toEqual([
      [3, 'idNumber', '身份证号：身份证号码有误，请逐位核对'],
      [4, 'name', '姓名：与已有档案姓名不一致，请核对身份证号和姓名'],
    ]);
    expect(await people()).toBe(before + 1);
    expect(await server.deps.connection.collection('records').countDocuments()).toBe(0);
  });

  it('gives what is wrong as a sheet, without anybody in it', async () => {
    const idNumber = '110101195803120041';
    const run = await checkSheet(server, importer.caller, csvSheet([buildRow({ idNumber, phone: '123' })]));
    const file = bodyOf(await importer.caller.get<{ base64: string; fileName: string }>(`/imports/${run.id}/faults`));
    expect(file.fileName).toMatch(/\.xlsx$/);
    const [sheet] = (await readExcelFile(Buffer.from(file.base64, 'base64'))) as unknown as { data: unknown[][] }[];
    expect(sheet?.data).toEqual([
      ['行号', '列', '怎么改'],
      ['2', '身份证号', '身份证号码有误，请逐位核对'],
      ['2', '电话', '不是手机号或带区号的座机号'],
    ]);
    expect(JSON.stringify(run)).not.toContain(idNumber);
  });

  it('gives a template whose example nobody imports by mistake', async () => {
    const file = bodyOf(await importer.caller.get<{ base64: string }>('/imports/template'));
    const run = await checkSheet(server, importer.caller, Buffer.from(file.base64, 'base64'));
    expect(run.faults.map(({ column }) => column)).toEqual(['name']);
    expect(countsOf(run)).toEqual([0, 0, 0, 1]);
  });

  it('starts what is read alone, once', async () => {
    const run = await checkSheet(server, importer.caller, csvSheet([buildRow()]));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => importer.caller.post(`/imports/${run.id}/start`)),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 5 });
    expect(countsOf(await restOf(server, importer.caller, run.id))).toEqual([1, 0, 0, 0]);
    expect(outcomeOf(await importer.caller.post(`/imports/${run.id}/start`))).toBe('200');
  });
});

describe('the import', () => {
  it.each(['csv', 'xlsx'] as const)('registers people and opens their records from %s', async (format) => {
    const [team] = await createTeams([
      {
        name: `春风团队${format}`,
        intro: '',
        leader: { name: '林静秋', title: '医师', specialities: '' },
        members: [],
        capacity: 9,
        hardLimit: 9,
        order: 0,
      } as never,
    ]);
    await createCommunities([{ name: `春风社区${format}`, teamId: team?._id ?? null }]);
    const doctor = await createStaff({
      username: `doctor-${format}`,
      name: `林静秋${format === 'csv' ? '甲' : '乙'}`,
      title: '',
      roles: ['doctor'],
      rights: [],
      teamIds: [],
      password: STAFF_PASSWORD,
      demo: false,
    });
    const idNumber = buildIdNumber({ birthDay: '1949-12-31', sex: 'female' });
    const row = buildRow({
      idNumber,
      phone: '138 0013 8000',
      sex: '女',
      birthDay: '1949/12/31',
      community: `春风社区${format}`,
      address: '2号楼301室',
      recordNo: `DA-${format}`,
      openedDay: '2019年3月1日',
      bloodType: 'a',
      allergies: '青霉素、海鲜',
      illnesses: '高血压(2012)、痛风',
      tags: '独居老人，残疾人',
      team: `春风团队${format}`,
      doctor: `林静秋${format === 'csv' ? '甲' : '乙'}`,
    });
    const bytes = format === 'csv' ? csvSheet([row]) : await xlsxSheet([row]);
    const run = await importSheet(server, importer.caller, bytes);
    expect([run.state, run.faults, ...countsOf(run)]).toEqual(['done', [], 1, 0, 0, 0]);
    const person = await findPerson(idNumber);
    expect(person.phoneMasked).toBe('138****8000');
    const record = await recordOf(person.id);
    expect(record).toMatchObject({
      number: `DA-${format}`,
      openedDay: '2019-03-01',
      tags: ['LivesAlone', 'Disabled'],
      teamId: team?._id,
      doctorId: doctor?.id,
    });
    const said = Object.fromEntries(record.entries.map((entry) => [entry.kind, entry]));
    expect(said['basics']?.values).toEqual({ bloodType: 'A型' });
    expect(said['allergies']?.values).toEqual({ drugs: ['青霉素', '其他'], other: '海鲜' });
    expect(said['illnesses']?.rows).toEqual([
      { disease: '高血压', year: 2012 },
      { disease: '其他', detail: '痛风' },
    ]);
    const trail = await server.deps.connection
      .collection('audits')
      .findOne({ residentId: person.id, action: 'import.start' });
    expect(trail).toMatchObject({ staffId: importer.id, result: 'done' });
  });

  it('leaves rows with faults out as a whole', async () => {
    const bad = buildRow({ openedDay: '2099-01-01' });
    const good = buildRow();
    const run = await importSheet(server, importer.caller, csvSheet([bad, good]));
    expect(countsOf(run)).toEqual([1, 0, 0, 1]);
    const found = bodyOf(await director().get<{ items: unknown[] }>(`/residents?query=${bad.idNumber}`));
    expect(found.items).toEqual([]);
  });

  it('keeps no words of people once it is done', async () => {
    const run = await importSheet(server, importer.caller, csvSheet([buildRow()]));
    const { connection } = server.deps;
    expect(
      await connection.collection('importBatches').countDocuments({ runId: run.id, sealed: { $exists: true } }),
    ).toBe(0);
    expect(await connection.collection('importPieces').countDocuments({ runId: run.id })).toBe(0);
  });
});
