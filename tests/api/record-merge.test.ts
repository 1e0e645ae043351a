import { modules } from '@linkang/server/modules';
import { findKnownDiseases } from '@linkang/server/modules/record';
import type { AccountPerson } from '@linkang/server/platform/module';
import { bodyOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import type { Caller } from '../support/http';
import { askMerge, buildDeskRecord, finishMerges } from '../support/merges';
import { openRecord, seeEntry, seeRecord, versionsOf, write } from '../support/records';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let stay: Citizen;
let away: Citizen;
let director: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  stay = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
  away = await buildDeskRecord(server, { name: '王秀英', birthDay: '1950-04-09' });
  director = staffCaller(server, ['director'], 'director-1');
});
afterAll(() => server.stop());

const merge = async (): Promise<void> => {
  bodyOf(await askMerge(director, stay.residentId, away.residentId), 201);
  await finishMerges(server);
};
const drugs = (name: string) => ({ rev: 0, values: { drugs: [name] } });
const had = (disease: string) => ({ rev: 0, rows: [{ disease }] });

describe('merging two records of one person', () => {
  it('gives the record over to a person who has none', async () => {
    const { number } = bodyOf(await openRecord(director, away.residentId), 201).record;
    bodyOf(await write(director, away.residentId, 'allergies', drugs('青霉素')));
    await merge();
    expect(await seeRecord(director, stay.residentId)).toMatchObject({ number, residentId: stay.residentId });
    expect(await seeEntry(director, stay.residentId, 'allergies')).toMatchObject({
      ...{ values: { drugs: ['青霉素'] }, review: false },
      signed: { intact: true },
    });
  });

  it('keeps both histories, asks for a second look where they differ, and loses no illness until then', async () => {
    const { number } = bodyOf(await openRecord(director, stay.residentId, { tags: ['Veteran'] }), 201).record;
    const former = bodyOf(await openRecord(director, away.residentId, { tags: ['Disabled'] }), 201).record.number;
    bodyOf(await write(director, stay.residentId, 'allergies', drugs('无')));
    bodyOf(await write(director, stay.residentId, 'illnesses', had('高血压')));
    bodyOf(await write(director, away.residentId, 'allergies', drugs('青霉素')));
    bodyOf(await write(director, away.residentId, 'illnesses', had('脑卒中')));
    bodyOf(await write(director, away.residentId, 'disability', { rev: 0, values: { kinds: ['听力残疾'] } }));
    await merge();
    const record = await seeRecord(director, stay.residentId);
    expect(record).toMatchObject({ number, tags: ['Veteran', 'Disabled'] });
    expect(record?.entries.map(({ kind, review }) => [kind, review])).toEqual([
      ['allergies', true],
      ['illnesses', true],
      ['disability', false],
    ]);
    expect(await seeEntry(director, stay.residentId, 'allergies')).toMatchObject({ values: { drugs: ['无'] }, rev: 1 });
    const versions = await versionsOf(director, stay.residentId, 'allergies');
    expect(versions.map(({ fromRecord }) => fromRecord).sort()).toEqual([former, null].sort());
    expect((await findKnownDiseases([stay.residentId])).get(stay.residentId)?.slice().sort()).toEqual([
      'HTN',
      'STROKE',
    ]);
    const settled = { rev: 1, values: { drugs: ['青霉素'] } };
    bodyOf(await write(director, stay.residentId, 'allergies', settled));
    expect(await seeEntry(director, stay.residentId, 'allergies')).toMatchObject({
      ...{ values: { drugs: ['青霉素'] }, rev: 2, review: false },
    });
    bodyOf(await write(director, stay.residentId, 'illnesses', { rev: 1, rows: [{ disease: '高血压' }] }));
    expect((await findKnownDiseases([stay.residentId])).get(stay.residentId)).toEqual(['HTN']);
  });
});

describe('what the person keeps of it', () => {
  const own = (): AccountPerson => ({ residentId: stay.residentId, accountId: stay.accountId });
  const recordModule = modules.find(({ feature }) => feature === 'record');

  it('is every version, in words', async () => {
    bodyOf(await openRecord(director, stay.residentId), 201);
    bodyOf(await write(director, stay.residentId, 'allergies', drugs('青霉素')));
    const sections = (await recordModule?.personalData?.(server.deps, own())) ?? [];
    expect(sections.map(({ key, rows }) => [key, rows.length])).toEqual([
      ['records', 1],
      ['recordEntries', 1],
    ]);
    expect(sections[1]?.rows[0]).toMatchObject({ part: '药物过敏', says: '药物过敏史：青霉素', version: 1 });
  });

  it('is gone when the time of keeping is over', async () => {
    bodyOf(await openRecord(director, stay.residentId), 201);
    bodyOf(await write(director, stay.residentId, 'allergies', drugs('青霉素')));
    const [store] = recordModule?.personalStores ?? [];
    expect(await store?.count(server.deps, own())).toBe(2);
    await store?.erase(server.deps, own(), server.clock.now());
    await store?.erase(server.deps, own(), server.clock.now());
    expect(await store?.count(server.deps, own())).toBe(0);
    expect(await seeRecord(director, stay.residentId)).toBeNull();
  });
});
