import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import type { Merge, MergeRoutes } from '@linkang/shared/api/merge.routes';
import type { FoundResident, Resident } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, outcomeOf } from '../support/answers';
import {
  appoint,
  buildFather,
  buildMother,
  guardiansOf,
  ownOf,
  registerChild,
  registeredChild,
} from '../support/children';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import type { Caller } from '../support/http';
import { askMerge, finishMerges } from '../support/merges';
import { inboxOf } from '../support/notices';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

/* Children and their guardians when a record goes into another one. */

let server: TestServer;
let keeper: Caller;
let desk: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => {
  server.clock.set(TEST_NOW);
  keeper = staffCaller(server, ['publicHealth', 'director']);
  desk = staffCaller(server, ['desk']);
});
afterAll(() => server.stop());

interface HasId {
  id: string;
}

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const asChild = ({ id }: HasId) => ({ residentId: id });
const childOf = (guardian: Citizen): Promise<Resident> => registeredChild(server, guardian);
const mergeOf = (stay: HasId, away: HasId) => askMerge(keeper, stay.id, away.id);
const obstaclesOf = async (stay: HasId, away: HasId): Promise<string[]> => {
  const at = `/merges/comparison?stayId=${stay.id}&awayId=${away.id}`;
  const { obstacles } = bodyOf(await keeper.get<CallReply<MergeRoutes['compare']>>(at));
  return obstacles.map(({ cause, about }) => `${cause} ${about}`.trim());
};
const endAtDesk = async (id: string, childId: string): Promise<void> => {
  await revealTo(desk, childId);
  bodyOf(await desk.post(`/guardianships/${id}/end`, { reason: '登记重复' }));
};
const openRows = (childId: string) =>
  rows('guardianships').find({ residentId: childId, open: true }).sort({ createdAt: 1 }).toArray();

describe('a child who was registered twice', () => {
  it('keeps every guardian, once', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const [stay, away] = [await childOf(mother), await childOf(mother)];
    await appoint(server, asChild(away), father);
    expect(await obstaclesOf(stay, away)).toEqual([]);
    const { id } = bodyOf(await mergeOf(stay, away), 201);
    await finishMerges(server);
    expect(await rows('merges').findOne({ _id: id })).toMatchObject({ status: 'done', left: [] });
    expect(await rows('guardianships').countDocuments({ residentId: away.id })).toBe(0);
    const kept = await openRows(stay.id);
    expect(kept.map((row) => row['guardianResidentId']).sort()).toEqual([mother.residentId, father.residentId].sort());
    expect(kept.map((row) => row['slot']).sort()).toEqual([1, 2]);
    bodyOf(await father.caller.get(`/residents/${stay.id}`));
    expect((await guardiansOf(mother.caller, stay.id)).map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      '陈建国 active',
      '陈晓岚 active',
      '陈晓岚 ended',
    ]);
    expect(outcomeOf(await father.caller.get(`/residents/${away.id}`))).toBe('404 NOT_FOUND');
    for (const { caller } of [mother, father]) {
      const { items } = await inboxOf(server, caller);
      expect(items.filter(({ opens, residentId }) => opens === 'resident' && residentId === stay.id)).toHaveLength(1);
    }
  });

  it('keeps what counts, not the proposal beside it', async () => {
    const [mother, father] = [await buildMother(server), await buildFather(server)];
    const [stay, away] = [await childOf(mother), await childOf(mother)];
    const { name, idNumber } = father;
    const asked = await mother.caller.post<Guardianship>(`/residents/${stay.id}/guardians`, {
      name,
      idNumber,
      relationship: 'father',
    });
    bodyOf(asked, 201);
    await appoint(server, asChild(away), father);
    bodyOf(await mergeOf(stay, away), 201);
    await finishMerges(server);
    expect(await ownOf(father)).toMatchObject([{ status: 'active', childId: stay.id }]);
  });

  it('has no more guardians than one child, and staff end one first', async () => {
    const guardians: Citizen[] = [];
    for (let made = 0; made < 5; made += 1) guardians.push(await buildFather(server));
    const [first, second, third, fourth, fifth] = guardians as [Citizen, Citizen, Citizen, Citizen, Citizen];
    const [stay, away] = [await childOf(first), await childOf(fourth)];
    for (const guardian of [second, third]) await appoint(server, asChild(stay), guardian);
    const extra = await appoint(server, asChild(away), fifth);
    expect(await obstaclesOf(stay, away)).toEqual(['guardian 陈*国']);
    const refused = await mergeOf(stay, away);
    expect(outcomeOf(refused)).toBe('409 MERGE_BLOCKED');
    await endAtDesk(extra, away.id);
    expect(await obstaclesOf(stay, away)).toEqual([]);
    bodyOf(await mergeOf(stay, away), 201);
    expect((await openRows(stay.id)).map((row) => row['slot']).sort()).toEqual([1, 2, 3, 4]);
  });

  it('is found by the birth certificate of the record that went, and nobody else gets in under it', async () => {
    const mother = await buildMother(server);
    const stay = await buildCitizen(server, { name: '陈小满', birthDay: '2026-05-20', sex: 'female' });
    const typed = 'X999999902';
    const away = await registeredChild(server, mother, { idNumber: typed });
    const before = await rows('residents').findOne({ _id: away.id });
    bodyOf(await mergeOf({ id: stay.residentId }, away), 201);
    await finishMerges(server);
    const [kept, gone] = [
      await rows('residents').findOne({ _id: stay.residentId }),
      await rows('residents').findOne({ _id: away.id }),
    ];
    expect(kept).toMatchObject({ idType: 'residentId', certificateHash: before?.['certificateHash'] });
    expect(gone).not.toHaveProperty('certificateHash');
    expect(gone).toMatchObject({ mergedInto: stay.residentId, certificate: expect.anything() });
    bodyOf(await desk.post(`/residents/${stay.residentId}/reveal`, { reason: 'atCounter' }));
    const read = bodyOf(await desk.get<Resident>(`/residents/${stay.residentId}`));
    expect(read.certificateMasked).toBe(away.certificateMasked);
    const { items } = bodyOf(await desk.get<{ items: FoundResident[] }>(`/residents?query=${typed}`));
    expect(items.map(({ id }) => id)).toEqual([stay.residentId]);
    expect(outcomeOf(await registerChild(server, mother, { idNumber: typed }))).toMatch(/^409 /);
  });

  it('keeps the own certificate where both have one; the other is history and free', async () => {
    const mother = await buildMother(server);
    const stay = await childOf(mother);
    const typed = 'X999999901';
    const away = await registeredChild(server, mother, { idNumber: typed });
    const own = (await rows('residents').findOne({ _id: stay.id }))?.['certificateHash'];
    bodyOf(await mergeOf(stay, away), 201);
    await finishMerges(server);
    expect(await rows('residents').findOne({ _id: stay.id })).toMatchObject({ certificateHash: own });
    const { items } = bodyOf(await desk.get<{ items: FoundResident[] }>(`/residents?query=${typed}`));
    expect(items).toEqual([]);
    bodyOf(await registerChild(server, mother, { idNumber: typed }), 201);
  });
});

describe('a guardian who was registered twice', () => {
  it('keeps the children of both records', async () => {
    const [stay, away] = [await buildMother(server), await buildMother(server)];
    const [first, second, both] = [await childOf(stay), await childOf(away), await childOf(stay)];
    await appoint(server, asChild(both), away);
    const pair = [{ id: stay.residentId }, { id: away.residentId }] as const;
    expect(await obstaclesOf(...pair)).toEqual([]);
    bodyOf(await mergeOf(...pair), 201);
    await finishMerges(server);
    const ids = (await ownOf(stay)).map(({ childId }) => childId);
    expect(ids.sort()).toEqual([first.id, second.id, both.id].sort());
    expect(await rows('guardianships').countDocuments({ guardianResidentId: away.residentId })).toBe(0);
    bodyOf(await stay.caller.get(`/residents/${second.id}`));
  });

  it('is never the own child', async () => {
    const mother = await buildMother(server);
    const child = await childOf(mother);
    const pair = [{ id: mother.residentId }, child] as const;
    expect(await obstaclesOf(...pair)).toEqual(['guardian 陈*岚']);
    const refused = await mergeOf(...pair);
    expect(outcomeOf(refused)).toBe('409 MERGE_BLOCKED');
    expect((refused as { body: unknown }).body).toMatchObject({ conflict: { obstacles: [{ cause: 'guardian' }] } });
  });
});

it('moves a guardian who agrees while two records become one', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const [stay, away] = [await childOf(mother), await childOf(mother)];
  const { name, idNumber } = father;
  const wish = { name, idNumber, relationship: 'father' };
  const asked = bodyOf(await mother.caller.post<Guardianship>(`/residents/${away.id}/guardians`, wish), 201);
  const [merged] = await Promise.all([mergeOf(stay, away), father.caller.post(`/guardianships/${asked.id}/accept`)]);
  const { id } = bodyOf(merged, 201) as Merge;
  await finishMerges(server);
  await finishMerges(server);
  expect(await rows('merges').findOne({ _id: id })).toMatchObject({ status: 'done' });
  expect(await rows('guardianships').countDocuments({ residentId: away.id })).toBe(0);
  expect((await openRows(stay.id)).map((row) => row['guardianResidentId'])).toContain(father.residentId);
});
