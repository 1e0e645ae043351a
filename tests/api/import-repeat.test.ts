import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { bodyOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import type { Caller } from '../support/http';
import {
  buildImporter,
  buildRow,
  checkSheet,
  countsOf,
  csvSheet,
  importSheet,
  restOf,
  xlsxSheet,
  type TypedRow,
} from '../support/imports';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/* A sheet may be imported again and again: what it says already stays untouched, what somebody edited in it is written. */

let server: TestServer;
let caller: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  caller = (await buildImporter(server)).caller;
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection(name);
const director = (): Caller => staffCaller(server, ['director']);

/** Everything that imports write, by collection, in a form that shows each change. */
async function snapshot(): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const name of ['residents', 'records', 'recordEntries', 'importedRows', 'recordCounters'])
    all[name] = (await rows(name).find({}).sort({ _id: 1 }).toArray()).map((row) => JSON.stringify(row));
  return all;
}

const fullRow = (changes: TypedRow = {}): TypedRow =>
  buildRow({
    phone: '13800138000',
    address: '1号楼101室',
    openedDay: '2018-05-06',
    bloodType: 'O',
    allergies: '无',
    illnesses: '高血压',
    tags: '独居老人',
    ...changes,
  });

async function idOf({ idNumber = '' }: TypedRow): Promise<string> {
  const path = `/residents?query=${idNumber}`;
  const { items } = bodyOf(await director().get<{ items: { id: string }[] }>(path));
  return items[0]?.id ?? 'nobody';
}
const recordOf = async (row: TypedRow): Promise<HealthRecord> =>
  bodyOf(await director().get<{ record: HealthRecord }>(`/residents/${await idOf(row)}/record`)).record;
const versions = async (row: TypedRow): Promise<string[]> =>
  (
    await rows('recordEntries')
      .find({ residentId: await idOf(row) })
      .sort({ kind: 1, version: 1 })
      .toArray()
  ).map(({ kind, version }) => `${String(kind)} ${String(version)}`);

it('changes nothing the second time, in either format', async () => {
  const sheet = [fullRow(), fullRow({ recordNo: 'B-1' }), buildRow()];
  expect(countsOf(await importSheet(server, caller, csvSheet(sheet)))).toEqual([3, 0, 0, 0]);
  const after = await snapshot();
  expect(countsOf(await importSheet(server, caller, csvSheet(sheet)))).toEqual([0, 0, 3, 0]);
  expect(countsOf(await importSheet(server, caller, await xlsxSheet(sheet)))).toEqual([0, 0, 3, 0]);
  expect(await snapshot()).toEqual(after);
});

it('writes only what was edited in the sheet', async () => {
  const row = fullRow();
  await importSheet(server, caller, csvSheet([row]));
  const before = await snapshot();
  const edited = { ...row, illnesses: '高血压、糖尿病(2020)', phone: '13900139000' };
  expect(countsOf(await checkSheet(server, caller, csvSheet([edited])))).toEqual([0, 1, 0, 0]);
  expect(countsOf(await importSheet(server, caller, csvSheet([edited])))).toEqual([0, 1, 0, 0]);
  expect(await versions(row)).toEqual(['allergies 1', 'basics 1', 'illnesses 1', 'illnesses 2']);
  const after = await snapshot();
  expect(after.records).toEqual(before.records);
  const said = (await recordOf(row)).entries.find(({ kind }) => kind === 'illnesses');
  expect(said?.rows).toEqual([{ disease: '高血压' }, { disease: '糖尿病', year: 2020 }]);
  expect(countsOf(await importSheet(server, caller, csvSheet([edited])))).toEqual([0, 0, 1, 0]);
  expect(await snapshot()).toEqual(after);
});

it('does not take back what a doctor has written since, unless the sheet was edited there', async () => {
  const row = fullRow();
  await importSheet(server, caller, csvSheet([row]));
  const doctor = staffCaller(server, ['director']);
  const id = await idOf(row);
  const entry = (await recordOf(row)).entries.find(({ kind }) => kind === 'allergies');
  const body = { kind: 'allergies', rev: entry?.rev, values: { drugs: ['青霉素'] }, rows: [] };
  bodyOf(await doctor.put(`/residents/${id}/record/entries`, body));
  const edited = { ...row, bloodType: 'A' };
  expect(countsOf(await importSheet(server, caller, csvSheet([edited])))).toEqual([0, 1, 0, 0]);
  const { entries } = await recordOf(row);
  expect(entries.find(({ kind }) => kind === 'allergies')?.values).toEqual({ drugs: ['青霉素'] });
  expect(entries.find(({ kind }) => kind === 'basics')?.values).toEqual({ bloodType: 'A型' });
});

it('gives somebody who is here already a record, and leaves what they said of themselves', async () => {
  const person = await buildCitizen(server);
  const { name, phoneHash } = (await rows('residents').findOne({ _id: person.residentId as never })) as unknown as {
    name: string;
    phoneHash: string;
  };
  const said = server.deps.keyring.decrypt(name as never, `residents.name:${person.residentId}`);
  const row = fullRow({ name: said, idNumber: person.idNumber, phone: '13711112222' });
  expect(countsOf(await importSheet(server, caller, csvSheet([row])))).toEqual([0, 1, 0, 0]);
  const after = (await rows('residents').findOne({ _id: person.residentId as never })) as unknown as {
    phoneHash: string | null;
  };
  const wanted = phoneHash === null ? server.deps.keyring.hash('phone', '13711112222') : phoneHash;
  expect(after.phoneHash).toBe(wanted);
  expect((await recordOf(row)).tags).toEqual(['LivesAlone']);
});

it('refuses numbers of other records and records that are closed', async () => {
  const [first, second] = [fullRow({ recordNo: 'C-1' }), fullRow({ recordNo: 'C-2' })];
  await importSheet(server, caller, csvSheet([first, second]));
  const { rev } = await recordOf(second);
  const closing = { rev, reason: 'moved', day: '2026-06-01', words: '搬到外地' };
  bodyOf(await director().post(`/residents/${await idOf(second)}/record/closing`, closing));
  const run = await importSheet(
    server,
    caller,
    csvSheet([fullRow({ recordNo: 'C-1' }), { ...first, recordNo: 'C-9' }, { ...second, bloodType: 'B' }]),
  );
  expect(run.faults.map(({ line, says }) => `${line} ${says}`)).toEqual([
    '2 档案号：已经是别人的档案号，请核对',
    '3 档案号：与已有档案的档案号不一致，请核对',
    '4 姓名：档案已经结案，请先恢复档案再导入',
  ]);
  expect(countsOf(run)).toEqual([0, 0, 0, 3]);
});

it('takes each person and number of a sheet once', async () => {
  const row = fullRow({ recordNo: 'D-1' });
  const run = await importSheet(server, caller, csvSheet([row, row, fullRow({ recordNo: 'D-1' })]));
  expect(run.faults.map(({ line, says }) => `${line} ${says}`)).toEqual([
    '3 身份证号：和第2行重复',
    '4 档案号：和第2行重复',
  ]);
  expect(countsOf(run)).toEqual([1, 0, 0, 2]);
});

it('makes each person once when two sheets name them at once', async () => {
  const sheet = Array.from({ length: 40 }, () => fullRow());
  const runs = await Promise.all([1, 2, 3].map(() => checkSheet(server, caller, csvSheet(sheet))));
  for (const { id } of runs) bodyOf(await caller.post(`/imports/${id}/start`));
  const done = await Promise.all(runs.map(({ id }) => restOf(server, caller, id)));
  expect(done.map(({ created }) => created).sort((a, b) => a - b)).toEqual([0, 0, 40]);
  expect(done.map(({ unchanged }) => unchanged).sort((a, b) => a - b)).toEqual([0, 40, 40]);
});

it('follows a record that became a part of another', async () => {
  const row = fullRow({ name: '周桂花', idNumber: buildIdNumber() });
  await importSheet(server, caller, csvSheet([row]));
  const away = await idOf(row);
  const stay = await buildCitizen(server);
  await rows('residents').updateOne({ _id: away as never }, { $set: { mergedInto: stay.residentId } });
  const run = await checkSheet(server, caller, csvSheet([{ ...row, bloodType: 'B' }]));
  expect(run.faults.map(({ says }) => says)).toEqual(['姓名：与已有档案姓名不一致，请核对身份证号和姓名']);
});
