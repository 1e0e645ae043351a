import { deliverOwed } from '@linkang/server/modules/notice/notice.delivery';
import type { CallReply } from '@linkang/shared/api/route';
import type { MergeRoutes, MergeSide } from '@linkang/shared/api/merge.routes';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { seeTrail } from '../support/audits';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { askMerge, bookAtDesk, buildDeskRecord, buildMergeBody, finishMerges } from '../support/merges';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let keeper: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => {
  server.clock.set(TEST_NOW);
  keeper = staffCaller(server, ['publicHealth']);
});
afterAll(() => server.stop());

type Comparison = CallReply<MergeRoutes['compare']>;
type Page = CallReply<MergeRoutes['list']>;

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const compare = (stay: Citizen, away: Citizen, caller = keeper) =>
  caller.get<Comparison>(`/merges/comparison?stayId=${stay.residentId}&awayId=${away.residentId}`);
const mergeOf = (stay: Citizen, away: Citizen, changes: Record<string, unknown> = {}) =>
  askMerge(keeper, stay.residentId, away.residentId, changes);

describe('who may merge', () => {
  it('lets in the director and public health alone', async () => {
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    const at = `/merges/comparison?stayId=${stay.residentId}&awayId=${away.residentId}`;
    const body = buildMergeBody(stay.residentId, away.residentId);
    for (const send of [
      (caller: Caller) => caller.get(at),
      (caller: Caller) => caller.post('/merges', body),
      (caller: Caller) => caller.get('/merges'),
    ]) {
      expect(outcomeOf(await send(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await send(stay.caller))).toBe('403 FORBIDDEN');
      for (const role of ['desk', 'nurse', 'doctor', 'admin', 'auditor', 'editor'] as const)
        expect(outcomeOf(await send(staffCaller(server, [role])))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await compare(stay, away, staffCaller(server, ['director'])))).toBe('200');
  });

  it('names each bad field', async () => {
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    const faults = async (changes: Record<string, unknown>): Promise<string[]> =>
      faultsOf(await mergeOf(stay, away, changes));
    expect(await faults({ stayId: '$ne' })).toEqual(['body.stayId ID']);
    expect(await faults({ awayId: '' })).toEqual(['body.awayId ID']);
    expect(await faults({ awayId: stay.residentId })).toEqual(['body.awayId SAME']);
    expect(await faults({ reason: '  ' })).toEqual(['body.reason EMPTY']);
    expect(await faults({ reason: '长'.repeat(201) })).toEqual(['body.reason TOO_LONG']);
    expect(await faults({ account: 'both' })).toEqual(['body.account UNKNOWN']);
    const keyless = await keeper.post('/merges', buildMergeBody(stay.residentId, away.residentId), null);
    expect(faultsOf(keyless)).toEqual(['header.Idempotency-Key MISSING']);
    const same = await keeper.get(`/merges/comparison?stayId=${stay.residentId}&awayId=${stay.residentId}`);
    expect(faultsOf(same)).toEqual(['query.awayId SAME']);
    expect(faultsOf(await keeper.get('/merges?cursor=nonsense'))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await keeper.get('/merges?residentId=%24ne'))).toEqual(['query.residentId ID']);
  });

  it('knows nobody who is not there', async () => {
    const stay = await buildCitizen(server);
    const nobody = { ...stay, residentId: MISSING };
    expect(outcomeOf(await compare(stay, nobody))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await mergeOf(nobody, stay))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await mergeOf(stay, nobody))).toBe('404 NOT_FOUND');
  });
});

describe('two records become one', () => {
  it('shows both side by side, masked, with how much there is of each', async () => {
    const own = await buildCitizen(server, { name: '王秀英', phone: '13912340001' });
    const desk = await buildDeskRecord(server, { name: '王秀英', phone: '13912340001' });
    await bookAtDesk(server, desk, (await openSession(server)).id);
    const seen = bodyOf(await compare(own, desk));
    expect(seen.obstacles).toEqual([]);
    const side = (person: MergeSide) => [person.name, person.phoneMasked, person.hasAccount];
    expect(side(seen.stay)).toEqual(['王*英', '139****0001', true]);
    expect(side(seen.away)).toEqual(['王*英', '139****0001', false]);
    expect(seen.away.counts).toContainEqual({ name: '预约', count: 1 });
    const text = JSON.stringify(seen);
    for (const secret of ['王秀英', '13912340001', own.idNumber, desk.idNumber]) expect(text).not.toContain(secret);
  });

  it('keeps both histories under the record that stays, and tells the person', async () => {
    const own = await buildCitizen(server, { name: '王秀英' });
    const desk = await buildDeskRecord(server, { name: '王秀英' });
    const ownSession = await openSession(server, { day: '2026-06-08' });
    const deskSession = await openSession(server, { day: '2026-06-09' });
    bodyOf(await book(own, ownSession.id), 201);
    await bookAtDesk(server, desk, deskSession.id);
    const director = staffCaller(server, ['director']);
    bodyOf(await director.get(`/residents/${desk.residentId}`));

    const merge = bodyOf(await mergeOf(own, desk), 201);
    expect(merge).toMatchObject({ status: 'running', stay: { id: own.residentId }, away: { id: desk.residentId } });
    const bookings = bodyOf(await own.caller.get<{ items: Booking[] }>(`/bookings?residentId=${own.residentId}`));
    expect(bookings.items.map(({ day }) => day).sort()).toEqual(['2026-06-08', '2026-06-09']);
    // The record that went away is nobody's any more, and its number is free.
    expect(outcomeOf(await director.get(`/residents/${desk.residentId}`))).toBe('404 NOT_FOUND');
    const found = await director.get<{ items: unknown[] }>(`/residents?query=${desk.idNumber}`);
    expect(bodyOf(found).items).toEqual([]);

    await finishMerges(server);
    const [done] = bodyOf(await keeper.get<Page>(`/merges?residentId=${own.residentId}`)).items;
    expect(done).toMatchObject({
      id: merge.id,
      status: 'done',
      reason: merge.reason,
      obstacles: [],
      doneAt: expect.any(String),
    });
    const words = (await seeTrail(own, '?limit=100')).items.map(({ action }) => action);
    // What was done with the other record before, and the merge itself.
    expect(words).toEqual(expect.arrayContaining(['resident.get', 'merge.create']));
    await deliverOwed(server.deps);
    const notices = bodyOf(await own.caller.get<{ items: { title: string }[] }>('/notices'));
    expect(notices.items.filter(({ title }) => title === '两份档案合并好了')).toHaveLength(1);
    const row = await rows('merges').findOne({ _id: merge.id as never });
    expect(JSON.stringify(row)).not.toContain('写错了证件号');
  });
});
