import { createCommunities } from '@linkang/server/modules/centre';
import type { Cell } from '@linkang/shared/api/area.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { startServer, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let admin: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  await createCommunities([
    { id: 'garden', name: '桂花社区', teamId: null },
    { id: 'river', name: '河滨社区', teamId: null },
  ]);
  admin = staffCaller(server, ['admin']);
});
afterAll(() => server.stop());

let made = 0;
const buildCell = (changes: object = {}) => {
  made += 1;
  return { communityId: 'garden', name: `第${made}网格`, buildings: ['1号楼', '2号楼'], doctorId: null, ...changes };
};
const add = (changes: object = {}, caller = admin, key?: string | null): Promise<Answer<Cell>> =>
  caller.post<Cell>('/cells', buildCell(changes), key);
const change = (id: string, body: object, caller = admin): Promise<Answer<Cell>> =>
  caller.put<Cell>(`/cells/${id}`, { rev: 0, ...buildCell(), ...body });
const cells = async (): Promise<Cell[]> => bodyOf(await admin.get<{ items: Cell[] }>('/cells')).items;

const addDoctor = async (): Promise<string> => {
  const body = {
    staffId: null,
    name: '林若溪',
    title: '全科医生',
    visitingFrom: '市一院',
    specialities: [],
    intro: '',
    photoFileId: null,
    teamId: null,
    active: true,
    order: 1,
  };
  return bodyOf(await admin.post<{ id: string }>('/doctors', body), 201).id;
};

describe('cells', () => {
  it('are added, changed and listed', async () => {
    const cell = bodyOf(await add({ name: '东网格', buildings: ['1号楼', '1号楼', ' 2号楼 '] }), 201);
    expect(cell).toEqual({
      id: expect.any(String),
      communityId: 'garden',
      name: '东网格',
      buildings: ['1号楼', '2号楼'],
      doctorId: null,
      doctorName: null,
      rev: 0,
    });
    const changed = bodyOf(await change(cell.id, { name: '东一网格', buildings: ['3号楼'], communityId: 'river' }));
    expect(changed).toEqual({ ...cell, name: '东一网格', buildings: ['3号楼'], communityId: 'river', rev: 1 });
    expect(await cells()).toContainEqual(changed);
    expect(outcomeOf(await change(cell.id, { name: '东二网格' }))).toBe('409 STATE_CONFLICT');
  });

  it('name each bad field', async () => {
    const both = async (body: object): Promise<string[]> => {
      const { id } = bodyOf(await add(), 201);
      const faults = faultsOf(await add(body));
      expect(faultsOf(await change(id, body))).toEqual(faults);
      return faults;
    };
    expect(await both({ communityId: 'moon' })).toEqual(['body.communityId UNKNOWN']);
    expect(await both({ doctorId: MISSING })).toEqual(['body.doctorId UNKNOWN']);
    expect(await both({ name: ' ' })).toEqual(['body.name EMPTY']);
    expect(await both({ name: '长'.repeat(31) })).toEqual(['body.name TOO_LONG']);
    expect(await both({ buildings: [] })).toEqual(['body.buildings EMPTY']);
    expect(await both({ buildings: [''] })).toEqual(['body.buildings.0 EMPTY']);
    expect(await both({ buildings: Array.from({ length: 61 }, (_, n) => `${n}号楼`) })).toEqual([
      'body.buildings TOO_MANY',
    ]);
    expect(faultsOf(await add({}, admin, null))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('have one name in a community, also when many try at once', async () => {
    const raced = await Promise.all(Array.from({ length: 6 }, () => add({ name: '同名网格' })));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 NAME_TAKEN': 5 });
    const elsewhere = bodyOf(await add({ name: '同名网格', communityId: 'river' }), 201);
    expect(outcomeOf(await change(elsewhere.id, { name: '同名网格' }))).toBe('409 NAME_TAKEN');
    const body = buildCell();
    const same = await Promise.all(Array.from({ length: 20 }, () => admin.post<Cell>('/cells', body, 'same-cell')));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await admin.post('/cells', buildCell(), 'same-cell'))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('are set up by director and admin, and read by those who care for people there', async () => {
    const { id } = bodyOf(await add(), 201);
    const anyone = new Caller(server.baseUrl);
    const citizen = await buildCitizen(server);
    expect(countOutcomes([await anyone.get('/cells'), await add({}, anyone), await change(id, {}, anyone)])).toEqual({
      '401 AUTH_REQUIRED': 3,
    });
    for (const caller of [citizen.caller, staffCaller(server, ['desk'])])
      expect(countOutcomes([await caller.get('/cells'), await add({}, caller), await change(id, {}, caller)])).toEqual({
        '403 FORBIDDEN': 3,
      });
    const doctor = staffCaller(server, ['doctor']);
    bodyOf(await doctor.get('/cells'));
    expect(outcomeOf(await add({}, doctor))).toBe('403 FORBIDDEN');
    bodyOf(await add({}, staffCaller(server, ['director'])), 201);
    expect(outcomeOf(await change(MISSING, {}))).toBe('404 NOT_FOUND');
  });

  it('say which doctor answers for them', async () => {
    const doctorId = await addDoctor();
    expect(bodyOf(await add({ doctorId }), 201)).toMatchObject({ doctorId, doctorName: '林若溪' });
  });
});
