import { deliverOwed } from '@linkang/server/modules/notice/notice.delivery';
import { changePlace } from '@linkang/server/modules/resident/change.model';
import type { Correction, CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { auditRows, seeTrail } from '../support/audits';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const DAY_MINUTES = 24 * 60;

let server: TestServer;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王秀英', phone: '13912340001' });
});
afterAll(() => server.stop());

type Seen = Correction & { residentName: string };
type Page = CallReply<CorrectionRoutes['list']>;
type Figures = CallReply<CorrectionRoutes['figures']>;

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const keeper = (id = 'keeper-1'): Caller => staffCaller(server, ['publicHealth'], id);
const ask = (body: object = {}, caller = person.caller, key?: string | null): Promise<Answer<Correction>> =>
  caller.post<Correction>(
    `/residents/${person.residentId}/corrections`,
    { field: 'name', right: '王秀瑛', reason: '身份证上是这个瑛', ...body },
    key,
  );
const own = async (caller = person.caller): Promise<Correction[]> =>
  bodyOf(await caller.get<{ items: Correction[] }>(`/residents/${person.residentId}/corrections`)).items;
const answer = (id: string, body: object, caller = keeper()): Promise<Answer<Seen>> =>
  caller.post<Seen>(`/corrections/${id}/answers`, body);
const accept = (id: string, rev = 0) => answer(id, { rev, outcome: 'accepted', words: '核对了身份证' });
const profile = async (): Promise<Resident> =>
  bodyOf(await person.caller.get<Resident>(`/residents/${person.residentId}`));
const listed = async (state: 'open' | 'answered'): Promise<Page['items']> =>
  bodyOf(await keeper().get<Page>(`/corrections?state=${state}&limit=100`)).items;

describe('asking', () => {
  it('tells what stands there, and the last day for the answer', async () => {
    const asked = bodyOf(await ask(), 201);
    expect(asked).toMatchObject({
      field: 'name',
      says: '王秀英',
      right: '王秀瑛',
      status: 'open',
      askedAt: TEST_NOW,
      // Fifteen working days without the Dragon Boat Festival of 2026-06-19.
      dueDay: '2026-06-26',
      answers: [],
    });
    expect(await own()).toEqual([asked]);
    const phone = bodyOf(await ask({ field: 'phone', right: '139 1234 0002' }), 201);
    expect(phone).toMatchObject({ says: '139****0001', right: '13912340002' });
    const raw = JSON.stringify(await rows('corrections').find({ residentId: person.residentId }).toArray());
    for (const secret of ['王秀', '13912340002', '身份证上']) expect(raw).not.toContain(secret);
  });

  it('names each bad field', async () => {
    const faults = async (body: object): Promise<string[]> => faultsOf(await ask(body));
    expect(await faults({ field: 'idNumber' })).toEqual(['body.field UNKNOWN']);
    expect(await faults({ right: ' ' })).toEqual(['body.right EMPTY']);
    expect(await faults({ right: '王1' })).toEqual(['body.right NAME']);
    expect(await faults({ field: 'birthDay', right: '1950年' })).toEqual(['body.right DAY']);
    expect(await faults({ field: 'birthDay', right: '2026-06-05' })).toEqual(['body.right FUTURE']);
    expect(await faults({ field: 'sex', right: 'x' })).toEqual(['body.right SEX']);
    expect(await faults({ field: 'phone', right: '123' })).toEqual(['body.right PHONE']);
    expect(await faults({ field: 'address', right: '长'.repeat(101) })).toEqual(['body.right TOO_LONG']);
    expect(await faults({ field: 'record', right: '没有吸烟' })).toEqual(['body.says EMPTY']);
    expect(await faults({ says: '长'.repeat(301) })).toEqual(['body.says TOO_LONG']);
    expect(await faults({ reason: '' })).toEqual(['body.reason EMPTY']);
    expect(faultsOf(await ask({}, person.caller, null))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('is for the person and a relative who may see the file', async () => {
    const at = `/residents/${person.residentId}/corrections`;
    const stranger = await buildCitizen(server);
    expect(outcomeOf(await ask({}, new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await ask({}, staffCaller(server, ['director'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await ask({}, stranger.caller))).toBe('404 NOT_FOUND');
    expect(sameBody(await stranger.caller.get(at))).toEqual(
      sameBody(await stranger.caller.get(`/residents/${MISSING}/corrections`)),
    );
    const [booker, reader] = [await buildCitizen(server), await buildCitizen(server)];
    await buildProxy(server, booker, person, { scopes: ['book'] });
    await buildProxy(server, reader, person, { scopes: ['record'] });
    expect(outcomeOf(await ask({}, booker.caller))).toBe('403 PROXY_SCOPE_MISSING');
    const { id } = bodyOf(await ask({}, reader.caller), 201);
    expect((await own(reader.caller)).map((row) => row.id)).toEqual([id]);
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('correction.create');
  });

  it('waits once for a field, however often it is sent', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => ask({}, person.caller, 'same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    expect(outcomeOf(await ask({ right: '王秀莹' }, person.caller, 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(outcomeOf(await ask())).toBe('409 STATE_CONFLICT');
    const raced = await Promise.all(Array.from({ length: 6 }, () => ask({ field: 'sex', right: 'male' })));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 5 });
  });
});

describe('answering', () => {
  it('makes the change, keeps what stood before, and tells the person', async () => {
    const { id } = bodyOf(await ask(), 201);
    const before = await profile();
    const seen = bodyOf(await keeper().get<Seen>(`/corrections/${id}`));
    expect(seen).toMatchObject({ residentName: '王*英', says: '王秀英', right: '王秀瑛', rev: 0 });
    expect(bodyOf(await accept(id))).toMatchObject({ status: 'accepted', residentName: '王*瑛' });
    const after = await profile();
    expect([before.name, after.name, after.rev]).toEqual(['王秀英', '王秀瑛', before.rev + 1]);
    const desk = staffCaller(server, ['desk']);
    const found = bodyOf(
      await desk.get<{ items: { id: string }[] }>(`/residents?query=${encodeURIComponent('王秀瑛')}`),
    );
    expect(found.items.map((row) => row.id)).toContain(person.residentId);
    const change = await rows('residentChanges').findOne({ _id: id });
    const read = (place: 'before' | 'after') =>
      server.deps.keyring.decrypt(change?.[place] as never, changePlace(place, id));
    expect([read('before'), read('after'), change?.['by']]).toEqual(['王秀英', '王秀瑛', 'keeper-1']);
    expect(await own()).toMatchObject([
      { status: 'accepted', answers: [{ at: TEST_NOW, outcome: 'accepted', words: '核对了身份证' }] },
    ]);
    await deliverOwed(server.deps);
    const { items } = bodyOf(await person.caller.get<{ items: { title: string; body: string }[] }>('/notices'));
    const told = items.filter(({ title }) => title === '您的更正申请有答复了');
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('王秀瑛');
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId, staffId: 'keeper-1' });
    expect(actions).toEqual(expect.arrayContaining(['correction.get', 'correction.answer']));
  });

  it.each([
    ['birthDay', '1957-03-12', { birthDay: '1957-03-12' }],
    ['sex', 'male', { sex: 'male' }],
    ['phone', '13912340009', { phoneMasked: '139****0009' }],
    ['address', '3幢201室', { address: expect.objectContaining({ detail: '3幢201室' }) }],
  ])('changes %s', async (field, right, changed) => {
    const { id } = bodyOf(await ask({ field, right }), 201);
    bodyOf(await accept(id));
    expect(await profile()).toMatchObject(changed);
  });

  it('amends a record and writes over nothing', async () => {
    const { id } = bodyOf(await ask({ field: 'record', says: '6月1日体检写着吸烟', right: '从不吸烟' }), 201);
    const before = await rows('residents').findOne({ _id: person.residentId });
    bodyOf(await accept(id));
    const after = await rows('residents').findOne({ _id: person.residentId });
    expect({ ...after, rev: 0 }).toEqual({ ...before, rev: 0 });
    expect(await rows('residentChanges').countDocuments({ _id: id, field: 'record' })).toBe(1);
    expect(await own()).toMatchObject([{ says: '6月1日体检写着吸烟', right: '从不吸烟', status: 'accepted' }]);
  });

  it('refuses with a reason, and every answer is kept', async () => {
    const { id } = bodyOf(await ask(), 201);
    expect(faultsOf(await answer(id, { rev: 0, outcome: 'refused' }))).toEqual(['body.words EMPTY']);
    expect(faultsOf(await answer(id, { rev: 0, outcome: 'perhaps' }))).toEqual(['body.outcome UNKNOWN']);
    expect(faultsOf(await answer(id, { outcome: 'accepted' }))).toEqual(['body.rev MISSING']);
    expect(faultsOf(await answer(id, { rev: 0, outcome: 'accepted', words: '长'.repeat(301) }))).toEqual([
      'body.words TOO_LONG',
    ]);
    bodyOf(await answer(id, { rev: 0, outcome: 'refused', words: '身份证上是“英”' }));
    expect((await profile()).name).toBe('王秀英');
    expect(outcomeOf(await answer(id, { rev: 1, outcome: 'refused', words: '再说一遍' }))).toBe('409 STATE_CONFLICT');
    server.clock.advanceMinutes(60);
    bodyOf(await accept(id, 1));
    expect((await profile()).name).toBe('王秀瑛');
    expect((await own())[0]?.answers.map(({ outcome }) => outcome)).toEqual(['refused', 'accepted']);
    expect(outcomeOf(await accept(id, 2))).toBe('409 STATE_CONFLICT');
  });

  it('is one answer of those that come at once, and one change', async () => {
    const { id } = bodyOf(await ask(), 201);
    const raced = await Promise.all([
      ...Array.from({ length: 4 }, () => accept(id)),
      ...Array.from({ length: 4 }, () => answer(id, { rev: 0, outcome: 'refused', words: '不对' })),
    ]);
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 7 });
    expect(await rows('correctionAnswers').countDocuments({ correctionId: id })).toBe(1);
    const accepted = (await own())[0]?.status === 'accepted';
    expect((await profile()).name).toBe(accepted ? '王秀瑛' : '王秀英');
    expect(await rows('residentChanges').countDocuments({ _id: id })).toBe(accepted ? 1 : 0);
  });

  it('is for the director and public health', async () => {
    const { id } = bodyOf(await ask(), 201);
    const sends = [
      (caller: Caller) => caller.get('/corrections'),
      (caller: Caller) => caller.get(`/corrections/${id}`),
      (caller: Caller) => caller.get('/corrections/figures?fromDay=2026-06-01&toDay=2026-06-30'),
      (caller: Caller) => caller.post(`/corrections/${id}/answers`, { rev: 9, outcome: 'accepted' }),
    ];
    for (const send of sends) {
      expect(outcomeOf(await send(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await send(person.caller))).toBe('403 FORBIDDEN');
      for (const role of ['desk', 'nurse', 'doctor', 'admin', 'auditor', 'editor'] as const)
        expect(outcomeOf(await send(staffCaller(server, [role])))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await keeper().get(`/corrections/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await accept(MISSING))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await accept(id, 9))).toBe('409 STATE_CONFLICT');
  });
});

describe('the list of staff', () => {
  it('has the first due on top, marks what is overdue, and counts', async () => {
    const figures = async (): Promise<Figures> =>
      bodyOf(await keeper().get<Figures>('/corrections/figures?fromDay=2031-01-01&toDay=2031-12-31'));
    server.clock.set('2031-03-03T04:00:00.000Z');
    const first = bodyOf(await ask(), 201);
    server.clock.advanceMinutes(DAY_MINUTES);
    const second = bodyOf(await ask({ field: 'sex', right: 'male' }), 201);
    const third = bodyOf(await ask({ field: 'phone', right: '13912340005' }), 201);
    bodyOf(await accept(third.id));
    expect(await figures()).toEqual({ inTime: 1, late: 0, open: 2, overdue: 0 });
    // The day after the first one's last day.
    server.clock.set(new Date(Date.parse(`${first.dueDay}T04:00:00.000Z`) + DAY_MINUTES * 60_000).toISOString());
    expect(await figures()).toEqual({ inTime: 1, late: 0, open: 1, overdue: 1 });
    const mine = (await listed('open')).filter(({ id }) => [first.id, second.id].includes(id));
    expect(mine.map(({ id, overdue }) => [id, overdue])).toEqual([
      [first.id, true],
      [second.id, false],
    ]);
    expect(JSON.stringify(mine)).not.toContain('王秀');
    bodyOf(await accept(first.id));
    expect(await figures()).toEqual({ inTime: 1, late: 1, open: 1, overdue: 0 });
    expect((await listed('answered'))[0]?.id).toBe(first.id);
  });

  it('goes on page by page', async () => {
    bodyOf(await ask(), 201);
    bodyOf(await ask({ field: 'sex', right: 'male' }), 201);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = bodyOf(await keeper().get<Page>(`/corrections?limit=1${cursor && `&cursor=${cursor}`}`));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual((await listed('open')).map(({ id }) => id));
    for (const bad of ['cursor=nonsense', 'cursor=2026-99-99%7Cx', 'state=answered&cursor=2026-06-04%7Cx'])
      expect(faultsOf(await keeper().get(`/corrections?${bad}`))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await keeper().get('/corrections?state=lost'))).toEqual(['query.state UNKNOWN']);
    expect(faultsOf(await keeper().get('/corrections/figures?fromDay=2026-06-02&toDay=2026-06-01'))).toEqual([
      'query.toDay ORDER',
    ]);
    expect(faultsOf(await keeper().get('/corrections/figures?fromDay=0&toDay=2026-06-01'))).toEqual([
      'query.fromDay DAY',
    ]);
  });
});
