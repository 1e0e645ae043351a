import { findKnownDiseases, putWholeRecord } from '@linkang/server/modules/record';
import type { HouseholdMember, ListedRecord, RecordRoutes } from '@linkang/shared/api/record.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { EntryKind } from '@linkang/shared/domain/record-form';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { teamStaff } from '../support/contracts';
import type { Caller } from '../support/http';
import { noteUse, openRecord, seeEntry, seeRecord, timelineOf, versionsOf, write } from '../support/records';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let person: Citizen;
let director: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英' });
  director = staffCaller(server, ['director'], 'director-1');
});
afterAll(() => server.stop());

/** What staff did with somebody's data. */
const actionsOn = async ({ residentId }: Citizen): Promise<string[]> =>
  (
    await auditRows(server)
      .find({ residentId, staffId: { $exists: true } })
      .toArray()
  ).map(({ action }) => action);

type Page = CallReply<RecordRoutes['list']>;
type Figures = CallReply<RecordRoutes['figures']>;

const sheets: [EntryKind, object][] = [
  ['allergies', { values: { drugs: ['无'] } }],
  ['exposures', { values: { kinds: ['无'] } }],
  ['disability', { values: { kinds: ['无残疾'] } }],
  ['family', { values: { father: ['高血压'] } }],
  ['illnesses', { rows: [] }],
  ['operations', { rows: [{ name: '阑尾切除' }] }],
  ['injuries', { rows: [] }],
];
const fill = async (residentId: string, kinds = sheets): Promise<void> => {
  for (const [kind, body] of kinds) bodyOf(await write(director, residentId, kind, { rev: 0, ...body }));
};
const whole = (residentId: string, changes: Partial<Parameters<typeof putWholeRecord>[1]> = {}) =>
  putWholeRecord(server.deps, {
    ...{ residentId, teamId: null, doctorId: null, tags: [], openedDay: '2024-03-01', electronic: false },
    ...{ by: 'staff-test', at: server.clock.now(), parts: {} },
    ...changes,
  });

describe('the timeline', () => {
  it('loses and doubles nothing of one instant, page by page', async () => {
    bodyOf(await openRecord(director, person.residentId), 201);
    await fill(person.residentId, sheets.slice(0, 5));
    server.clock.advanceMinutes(1);
    await fill(person.residentId, sheets.slice(5));
    const all = (await timelineOf(person.caller, person.residentId)).items;
    expect(all).toHaveLength(7);
    expect(all.slice(0, 2).every(({ at }) => at > TEST_NOW)).toBe(true);
    expect(all.slice(2).every(({ at }) => at === TEST_NOW)).toBe(true);
    expect(all.map(({ title }) => title)).toContain('更新健康档案：手术史');
    for (const limit of [1, 2, 3, 6, 7]) {
      const seen = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const page = await timelineOf(person.caller, person.residentId, `?limit=${limit}${from}`);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(all);
    }
  });

  it('is empty before anything was done, and refuses cursors that it did not give out', async () => {
    expect(await timelineOf(person.caller, person.residentId)).toEqual({ items: [], nextCursor: null });
    const path = `/residents/${person.residentId}/timeline`;
    for (const query of ['cursor=x', 'cursor=12', 'cursor=12|'])
      expect(faultsOf(await person.caller.get(`${path}?${query}`))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await person.caller.get(`${path}?limit=0`))).toEqual(['query.limit TOO_SMALL']);
  });
});

describe('the household', () => {
  const at = (residentId: string) => `/residents/${residentId}/household`;
  const live = async (citizen: Citizen, detail: string | null): Promise<void> =>
    void bodyOf(
      await citizen.caller.put(`/residents/${citizen.residentId}`, {
        rev: 0,
        address: { communityId: 'here', detail },
      }),
    );

  it('is who lives behind the same door; the others are masked and audited', async () => {
    const communities = server.deps.connection.collection<{ _id: string }>('communities');
    await communities.insertOne({ _id: 'here', name: '康宁里', teamId: null, order: 0, rev: 0 } as never);
    const husband = await buildCitizen(server, { name: '陈志远', birthDay: '1955-02-01', sex: 'male' });
    const neighbour = await buildCitizen(server, { name: '何家乐', birthDay: '1955-03-01' });
    await live(person, '3号楼 201');
    await live(husband, '3号楼201');
    await live(neighbour, '3号楼202');
    bodyOf(await openRecord(director, husband.residentId), 201);
    const reply = bodyOf(await director.get<{ items: HouseholdMember[]; unclear: boolean }>(at(person.residentId)));
    expect(reply.unclear).toBe(false);
    expect(reply.items.sort((a, b) => a.age - b.age)).toMatchObject([
      { residentId: person.residentId, name: '王秀英', self: true, status: null },
      { residentId: husband.residentId, name: '陈*远', self: false, status: 'open', age: 71, sex: 'male' },
    ]);
    expect(await actionsOn(husband)).toContain('record.household');
    expect(await actionsOn(neighbour)).toEqual([]);
  });

  it('is unclear without a door', async () => {
    const reply = { items: [], unclear: true };
    expect(bodyOf(await director.get(at(person.residentId)))).toEqual(reply);
    expect(outcomeOf(await person.caller.get(at(person.residentId)))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['nurse']).get(at(person.residentId)))).toBe('403 ACCESS_LIMITED');
  });
});

describe('lists and figures', () => {
  const list = async (query: string, caller = director): Promise<ListedRecord[]> =>
    bodyOf(await caller.get<Page>(`/records?limit=100&${query}`)).items;
  const figures = async (year: number): Promise<Figures> =>
    bodyOf(await director.get<Figures>(`/records/figures?year=${year}`));
  const has = (rows: ListedRecord[], { residentId }: Citizen): boolean =>
    rows.some((row) => row.residentId === residentId);

  it('finds those with a group, not used, closed, of the own teams', async () => {
    const other = await buildCitizen(server, { birthDay: '1960-01-01', name: '何家乐' });
    await whole(person.residentId, { tags: ['LivesAlone'], teamId: 'team-a' });
    await whole(other.residentId, { parts: { allergies: { values: { drugs: ['无'] }, rows: [] } } });
    expect(await list('tag=LivesAlone')).toMatchObject([
      { residentId: person.residentId, residentName: '王*英', age: 68, tags: ['LivesAlone'], lastServedDay: null },
    ]);
    const unused = await list('unused=true');
    expect([has(unused, person), has(unused, other)]).toEqual([true, false]);
    const own = await list('', teamStaff(server, ['doctor'], ['team-a']));
    expect(own.map(({ residentId }) => residentId)).toEqual([person.residentId]);
    expect(await list('', teamStaff(server, ['nurse'], []))).toEqual([]);
    bodyOf(
      await director.post(`/residents/${person.residentId}/record/closing`, {
        rev: 0,
        reason: 'death',
        day: '2026-06-01',
      }),
    );
    expect(has(await list('status=closed'), person)).toBe(true);
    expect(has(await list(''), person)).toBe(false);
    const first = bodyOf(await director.get<Page>('/records?limit=1'));
    const next = bodyOf(await director.get<Page>(`/records?limit=1&cursor=${first.nextCursor}`));
    expect(next.items[0]?.residentId).not.toBe(first.items[0]?.residentId);
    for (const [query, fault] of [
      ['tag=Rich', 'query.tag UNKNOWN'],
      ['status=x', 'query.status UNKNOWN'],
      ['unused=1', 'query.unused UNKNOWN'],
      ['cursor=a:b', 'query.cursor CURSOR'],
    ])
      expect(faultsOf(await director.get(`/records?${query}`))).toEqual([fault]);
    expect(outcomeOf(await person.caller.get('/records'))).toBe('403 FORBIDDEN');
    expect(await actionsOn(other)).toContain('record.list');
  });

  it('counts what was opened, closed and used, by the people who live here', async () => {
    const before = await figures(2026);
    const [used, closed] = [
      await buildCitizen(server, { birthDay: '1961-01-01' }),
      await buildCitizen(server, { birthDay: '1961-02-01' }),
    ];
    bodyOf(await openRecord(director, person.residentId, { tags: ['Veteran'] }), 201);
    await whole(used.residentId, { parts: { allergies: { values: { drugs: ['无'] }, rows: [] } } });
    bodyOf(await openRecord(director, closed.residentId), 201);
    bodyOf(
      await director.post(`/residents/${closed.residentId}/record/closing`, {
        rev: 0,
        reason: 'moved',
        day: '2026-06-04',
      }),
    );
    const after = await figures(2026);
    const grown = (key: 'open' | 'opened' | 'closed' | 'electronic' | 'used') => after[key] - before[key];
    expect([grown('open'), grown('opened'), grown('closed'), grown('electronic'), grown('used')]).toEqual([
      2, 2, 1, 1, 1,
    ]);
    expect((after.byTag['Veteran'] ?? 0) - (before.byTag['Veteran'] ?? 0)).toBe(1);
    expect(after.population).toBe(42000);
    expect(after.recordRate).toBe(Math.round((after.open / 42000) * 10_000) / 100);
    expect(after.useRate).toBe(Math.round((after.used / after.open) * 10_000) / 100);
    expect(await figures(2020)).toMatchObject({ opened: 0, closed: 0, used: 0 });
    expect(faultsOf(await director.get('/records/figures?year=99'))).toEqual(['query.year TOO_SMALL']);
    expect(outcomeOf(await staffCaller(server, ['nurse']).get('/records/figures?year=2026'))).toBe('403 FORBIDDEN');
  });

  it('knows from the features who was served, also after a crash between two writes', async () => {
    await whole(person.residentId, { parts: { allergies: { values: { drugs: ['无'] }, rows: [] } } });
    const records = server.deps.connection.collection('records');
    const lost = { $set: { lastServedDay: null, servedYears: [] } };
    await records.updateOne({ residentId: person.residentId }, lost);
    await noteUse(server);
    expect((await seeRecord(director, person.residentId))?.lastServedDay).toBe('2026-06-04');
    expect(has(await list('unused=true'), person)).toBe(false);
    // Once a day is enough.
    await records.updateOne({ residentId: person.residentId }, lost);
    await noteUse(server);
    expect((await seeRecord(director, person.residentId))?.lastServedDay).toBeNull();
    server.clock.set('2026-06-05T04:00:00.000Z');
    director = staffCaller(server, ['director'], 'director-1');
    await noteUse(server);
    expect((await seeRecord(director, person.residentId))?.lastServedDay).toBe('2026-06-04');
  });
});

describe('records that come as a whole', () => {
  const had = (disease: string) => ({ illnesses: { values: {}, rows: [{ disease, year: 2010 }] } });

  it('keep their number, are signed, and are not brought twice', async () => {
    const number = '11010800100100042';
    expect(await whole(person.residentId, { number, parts: had('糖尿病') })).toBe('opened');
    expect(await whole(person.residentId, { number, parts: had('冠心病') })).toBe('exists');
    const other = await buildCitizen(server, { birthDay: '1962-01-01' });
    expect(await whole(other.residentId, { number })).toBe('numberTaken');
    expect(await seeRecord(director, other.residentId)).toBeNull();
    expect(await seeRecord(director, person.residentId)).toMatchObject({
      number,
      openedDay: '2024-03-01',
      electronic: false,
    });
    expect(await seeEntry(director, person.residentId, 'illnesses')).toMatchObject({
      ...{ rev: 1, rows: [{ disease: '糖尿病', year: 2010 }] },
      signed: { intact: true },
    });
  });

  it('are finished after a crash, and leave what somebody wrote meanwhile', async () => {
    await whole(person.residentId);
    bodyOf(await write(director, person.residentId, 'allergies', { rev: 0, values: { drugs: ['磺胺'] } }));
    const parts = { ...had('脑卒中'), allergies: { values: { drugs: ['无'] }, rows: [] } };
    expect(await whole(person.residentId, { parts })).toBe('exists');
    expect((await seeEntry(director, person.residentId, 'allergies'))?.values).toEqual({ drugs: ['磺胺'] });
    expect(await versionsOf(director, person.residentId, 'illnesses')).toHaveLength(1);
  });

  it('are refused when a part breaks the form', async () => {
    await expect(whole(person.residentId, { parts: had('感冒') })).rejects.toThrow('"illnesses" breaks the form');
    expect(await seeRecord(director, person.residentId)).toBeNull();
  });

  it('tell other features which diseases of a programme are known', async () => {
    const none = await buildCitizen(server, { birthDay: '1963-01-01' });
    await whole(person.residentId, { parts: had('高血压') });
    await whole(none.residentId, { parts: { illnesses: { values: {}, rows: [] } } });
    const known = await findKnownDiseases([person.residentId, none.residentId, 'nobody']);
    expect([...known]).toEqual([[person.residentId, ['HTN']]]);
  });
});
