import { taskPlace } from '@linkang/server/modules/task/task.model';
import type { Physical } from '@linkang/shared/api/physical.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { book, buildCitizen, openSession, putAtCounter, revealTo, staffCaller } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import {
  beginPhysical,
  bookPhysical,
  enter,
  fillPhysical,
  fresh,
  goodValues,
  summarise,
  type DayList,
} from '../support/physicals';
import { TODAY } from '../support/queue';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const nurse = (id?: string): Caller => staffCaller(server, ['nurse'], id);
const doctor = (id?: string): Caller => staffCaller(server, ['doctor'], id);
const desk = (): Caller => staffCaller(server, ['desk']);
const see = async (id: string, caller = nurse()): Promise<Physical> =>
  bodyOf(await caller.get<Physical>(`/physicals/${id}`));
const entryOf = (physical: Physical, code: string) => physical.entries.find((entry) => entry.code === code);
const release = ({ id, rev }: Physical, caller = doctor()): Promise<Answer<Physical>> =>
  caller.post<Physical>(`/physicals/${id}/release`, { rev });
const tasksOf = (sourceId: string) => rows('tasks').find({ sourceId }).toArray();

describe('who may', () => {
  it('is staff who measure; the desk, the editor and residents are not', async () => {
    const { physical, citizen } = await beginPhysical(server);
    const calls = (caller: Caller): Promise<Answer>[] => [
      caller.get(`/physicals?day=${TODAY}`),
      caller.post('/physicals', { bookingId: MISSING }),
      caller.get(`/physicals/${physical.id}`),
      enter(caller, physical.id, [fresh('TEMP', 36.5)]) as unknown as Promise<Answer>,
      caller.put(`/physicals/${physical.id}/review`, {
        rev: 0,
        summary: '',
        guidance: '',
        beyondAbility: [],
        known: [],
      }),
      caller.post(`/physicals/${physical.id}/release`, { rev: 0 }),
      caller.post(`/physicals/${physical.id}/reopen`, { rev: 0, reason: '更正' }),
      caller.post('/physicals/lab-checks', { file: 'AA==', day: TODAY }),
      caller.post('/physicals/lab-imports', { file: 'AA==', day: TODAY, fromRow: 0 }),
    ];
    expect(countOutcomes(await Promise.all(calls(new Caller(server.baseUrl))))).toEqual({ '401 AUTH_REQUIRED': 9 });
    for (const caller of [citizen.caller, desk(), staffCaller(server, ['editor'])])
      expect(countOutcomes(await Promise.all(calls(caller)))).toEqual({ '403 FORBIDDEN': 9 });
    expect((await see(physical.id)).rev).toBe(physical.rev);
  });

  it('leaves the word on the whole to doctors', async () => {
    const { physical } = await beginPhysical(server);
    const body = { rev: 0, summary: '好', guidance: '', beyondAbility: [], known: [] };
    expect(outcomeOf(await nurse().put(`/physicals/${physical.id}/review`, body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await release(physical, nurse()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await release(physical, staffCaller(server, ['director'])))).toBe('403 FORBIDDEN');
  });

  it('finds nothing that is not there', async () => {
    expect(outcomeOf(await nurse().get(`/physicals/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await enter(nurse(), MISSING, [fresh('TEMP', 36.5)]))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await nurse().post('/physicals', { bookingId: MISSING }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await nurse().post('/physicals', { residentId: MISSING }))).toBe('404 NOT_FOUND');
    const review = { rev: 0, summary: '', guidance: '', beyondAbility: [], known: [] };
    expect(outcomeOf(await doctor().put(`/physicals/${MISSING}/review`, review))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await doctor().post(`/physicals/${MISSING}/release`, { rev: 0 }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await doctor().post(`/physicals/${MISSING}/reopen`, { rev: 0, reason: '改' }))).toBe(
      '404 NOT_FOUND',
    );
    expect(faultsOf(await nurse().get('/physicals/a%20b'))).toEqual(['params.id ID']);
  });

  it('may work on an open check-up without another ground, and on one that was left for long or is released only with one', async () => {
    const { physical, citizen } = await beginPhysical(server);
    server.clock.set('2026-07-05T04:00:00.000Z');
    expect(outcomeOf(await doctor().get(`/physicals/${physical.id}`))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await enter(doctor(), physical.id, [fresh('TEMP', 36.5)]))).toBe('403 ACCESS_LIMITED');
    const present = nurse('nurse-counter');
    await putAtCounter(server, 'nurse-counter', citizen.residentId);
    expect((await see(physical.id, present)).id).toBe(physical.id);
    server.clock.set('2026-06-20T04:00:00.000Z');
    expect((await see(physical.id, doctor())).id).toBe(physical.id);
    const told = { residentId: citizen.residentId, action: 'physical.get' } as const;
    expect(await auditRows(server).countDocuments({ ...told, result: 'done' })).toBe(2);
    expect(await auditRows(server).countDocuments({ ...told, result: 'denied' })).toBe(1);
  });
});

describe('beginning', () => {
  it('checks the person in by the booking, once for all stations that begin at the same moment', async () => {
    const { bookingId, citizen } = await bookPhysical(server);
    const begun = await Promise.all(
      Array.from({ length: 6 }, () => nurse().post<Physical>('/physicals', { bookingId })),
    );
    expect(countOutcomes(begun)).toEqual({ '200': 6 });
    const ids = new Set(begun.map(({ body }) => body.id));
    const again = bodyOf(await nurse().post<Physical>('/physicals', { bookingId }));
    expect(ids).toEqual(new Set([again.id]));
    expect(again).toMatchObject({
      residentId: citizen.residentId,
      name: '王秀英',
      sex: 'female',
      age: 73,
      status: 'open',
    });
    expect(await rows('physicals').countDocuments({ residentId: citizen.residentId })).toBe(1);
    expect(await rows('seats').findOne({ _id: bookingId })).toMatchObject({ status: 'arrived' });
  });

  it('takes the code on the phone and the paper card', async () => {
    const { bookingId, citizen } = await bookPhysical(server);
    const { code } = bodyOf(await citizen.caller.get<{ code: string }>(`/bookings/${bookingId}/code`));
    const begun = bodyOf(await nurse().post<Physical>('/physicals', { code }));
    expect(begun.residentId).toBe(citizen.residentId);
    expect(outcomeOf(await nurse().post('/physicals', { code: '0'.repeat(18) }))).toBe('409 CHECK_IN_CODE_STALE');
    expect(outcomeOf(await nurse().post('/physicals', { code: '0'.repeat(20) }))).toBe('409 CARD_NOT_VALID');
    const issuer = nurse('card-nurse');
    await revealTo(issuer, citizen.residentId);
    bodyOf(await issuer.post('/cards', { residentId: citizen.residentId }), 201);
    const printed = await issuer.post<{ items: { code: string }[] }>('/cards/print', {
      residentIds: [citizen.residentId],
    });
    const card = bodyOf(printed).items[0]?.code;
    expect(bodyOf(await nurse().post<Physical>('/physicals', { code: card })).id).toBe(begun.id);
    await rows('seats').updateOne({ _id: bookingId }, { $set: { serviceCode: 'gp' } });
    expect(outcomeOf(await nurse().post('/physicals', { code: card }))).toBe('409 CHECK_IN_NOT_NOW');
  });

  it('names each bad field', async () => {
    const faults = async (body: object): Promise<string[]> => faultsOf(await nurse().post('/physicals', body));
    expect(await faults({})).toEqual(['body.code ONE_OF']);
    expect(await faults({ code: '1'.repeat(18), bookingId: MISSING })).toEqual(['body.code ONE_OF']);
    expect(await faults({ code: '12' })).toEqual(['body.code CODE']);
    expect(await faults({ bookingId: 'a b' })).toEqual(['body.bookingId ID']);
    expect(await faults({ residentId: 'a b' })).toEqual(['body.residentId ID']);
    expect(faultsOf(await nurse().get('/physicals?day=2026-02-30'))).toEqual(['query.day DAY']);
  });

  it('is not for a booking of something else, nor for one that was given up', async () => {
    const session = await openSession(server, { day: TODAY, startTime: '15:00', endTime: '16:00' });
    const citizen = await buildCitizen(server);
    const { id: bookingId } = bodyOf(await book(citizen, session.id), 201);
    expect(outcomeOf(await nurse().post('/physicals', { bookingId }))).toBe('409 STATE_CONFLICT');
    const given = await bookPhysical(server);
    await rows('seats').updateOne({ _id: given.bookingId }, { $set: { status: 'noShow' } });
    expect(outcomeOf(await nurse().post('/physicals', { bookingId: given.bookingId }))).toBe('409 STATE_CONFLICT');
  });

  it('needs a ground for somebody without a booking, of whom there is one a year', async () => {
    const citizen = await buildCitizen(server, { birthDay: '1950-01-02', name: '赵大山', sex: 'male' });
    const body = { residentId: citizen.residentId };
    expect(outcomeOf(await nurse().post('/physicals', body))).toBe('403 ACCESS_LIMITED');
    const present = nurse();
    await revealTo(present, citizen.residentId);
    const begun = bodyOf(await present.post<Physical>('/physicals', body));
    expect(bodyOf(await present.post<Physical>('/physicals', body)).id).toBe(begun.id);
    const listed = bodyOf(await nurse().get<{ items: DayList }>(`/physicals?day=${TODAY}`)).items;
    expect(listed.find(({ id }) => id === begun.id)).toMatchObject({ name: '赵大山', bookingId: null, number: null });
  });

  it('lists who came, with what is missing by station', async () => {
    const { bookingId, citizen } = await bookPhysical(server);
    const list = async (): Promise<DayList[number] | undefined> =>
      bodyOf(await nurse().get<{ items: DayList }>(`/physicals?day=${TODAY}`)).items.find(
        ({ residentId }) => residentId === citizen.residentId,
      );
    expect(await list()).toBeUndefined();
    bodyOf(await desk().post(`/bookings/${bookingId}/check-in`));
    expect(await list()).toMatchObject({ id: null, bookingId, status: null, number: 1, place: '体检中心' });
    const { id } = bodyOf(await nurse().post<Physical>('/physicals', { bookingId }));
    await enter(nurse(), id, [fresh('HB', 132), fresh('US_ABD', { normal: true })]);
    const after = await list();
    expect(after).toMatchObject({ id, status: 'open' });
    const stations = new Map(after?.stations.map((station) => [station.code, station]));
    expect(stations.get('imaging')).toMatchObject({ state: 'done', missing: [] });
    expect(stations.get('blood')?.state).toBe('begun');
    expect(stations.get('blood')?.missing).not.toContain('血红蛋白');
    expect(stations.get('blood')?.missing).toContain('空腹血糖');
    expect(stations.get('vitals')?.state).toBe('waiting');
    expect([...stations.keys()]).toEqual(['blood', 'imaging', 'vitals', 'questions', 'examination']);
  });
});

describe('entering', () => {
  it('judges each value and computes what follows from others', async () => {
    const { physical } = await beginPhysical(server);
    const after = bodyOf(
      await enter(nurse(), physical.id, [
        fresh('HEIGHT', 160),
        fresh('WEIGHT', 70),
        fresh('HB', 98),
        { code: 'CREA', rev: 0, value: 80, labRange: { min: 45, max: 75 } },
        { code: 'US_ABD', rev: 0, refused: '本人不愿做' },
      ]),
    );
    expect(after.conflicts).toEqual([]);
    expect(entryOf(after, 'HB')).toMatchObject({ rev: 1, value: 98, verdict: 'abnormal', direction: 'low' });
    expect(entryOf(after, 'CREA')).toMatchObject({
      verdict: 'abnormal',
      direction: 'high',
      labRange: { min: 45, max: 75 },
    });
    expect(entryOf(after, 'US_ABD')).toMatchObject({ value: null, refused: '本人不愿做', verdict: null });
    expect(after.computed).toEqual([expect.objectContaining({ code: 'BMI', value: 27.3 })]);
    expect(after.missing).not.toContain('US_ABD');
    const raw = JSON.stringify(await rows('physicals').findOne({ _id: physical.id }));
    for (const secret of ['98', '本人不愿做', '27.3'])
      expect(raw.replace(/"\d{4}-.*?"/g, '')).not.toContain(`:${secret}`);
    expect(raw).not.toContain('不愿做');
  });

  it('refuses each bad field with the sentence that the page shows', async () => {
    const { physical } = await beginPhysical(server);
    const faults = async (...entries: object[]): Promise<string[]> =>
      faultsOf(await enter(nurse(), physical.id, entries));
    expect(await faults()).toEqual(['body.entries EMPTY']);
    expect(await faults(fresh('TEMP', 36.5), fresh('TEMP', 37))).toEqual(['body.entries REPEATED']);
    expect(await faults(fresh('temp', 36.5))).toEqual(['body.entries.0.code ITEM']);
    expect(await faults(fresh('XYZ', 1))).toEqual(['body.entries.0.code UNKNOWN']);
    expect(await faults(fresh('BMI', 22))).toEqual(['body.entries.0.code COMPUTED']);
    expect(await faults(fresh('TCM_CONST', { recordId: 'a' }))).toEqual(['body.entries.0.code COMPUTED']);
    expect(await faults({ code: 'TEMP', rev: 0 })).toEqual(['body.entries.0.value ONE_OF']);
    expect(await faults({ code: 'TEMP', rev: 0, value: 36, refused: '不做' })).toEqual(['body.entries.0.value ONE_OF']);
    expect(await faults({ code: 'TEMP', rev: -1, value: 36 })).toHaveLength(1);
    expect(await faults({ code: 'TEMP', rev: 0, refused: ' ' })).toEqual(['body.entries.0.refused EMPTY']);
    expect(await faults({ code: 'TEMP', rev: 0, value: 36, labRange: {} })).toEqual(['body.entries.0.labRange EMPTY']);
    expect(await faults({ code: 'HB', rev: 0, value: 130, labRange: { min: 9, max: 1 } })).toEqual([
      'body.entries.0.labRange ORDER',
    ]);
    expect(await faults({ code: 'ECG', rev: 0, value: { normal: true }, labRange: { min: 1 } })).toEqual([
      'body.entries.0.labRange TYPE',
    ]);
    expect(await faults(fresh('TEMP', 20))).toEqual(['body.entries.0.value TOO_LOW']);
    expect(await faults(fresh('HB', 130.5))).toEqual(['body.entries.0.value TOO_PRECISE']);
    expect(await faults(fresh('U_PRO', '5+'))).toEqual(['body.entries.0.value UNKNOWN_OPTION']);
    expect(await faults(fresh('ECG', { normal: false }))).toEqual(['body.entries.0.value MISSING']);
    expect(await faults(fresh('ASS_ADL', { eat: 'Mild' }))).toEqual(['body.entries.0.value MISSING']);
    expect(await faults(fresh('SBP_L', 80), fresh('DBP_L', 90))).toEqual(['body.entries.0.value NOT_BELOW']);
    expect((await see(physical.id)).entries).toEqual([]);
    bodyOf(await enter(nurse(), physical.id, [fresh('SBP_L', 120)]));
    expect(await faults(fresh('DBP_L', 130))).toEqual(['body.entries.0.value NOT_BELOW']);
  });

  it('is a write of its own for each item: of two nurses at one item one wins, and others at other items do not meet them', async () => {
    const { physical } = await beginPhysical(server);
    const [one, two, other] = await Promise.all([
      enter(nurse('nurse-1'), physical.id, [fresh('HB', 120), fresh('WBC', 5)]),
      enter(nurse('nurse-2'), physical.id, [fresh('HB', 125)]),
      enter(nurse('nurse-3'), physical.id, [fresh('TEMP', 36.8), fresh('PULSE', 70)]),
    ]);
    const conflicts = [one, two].map((answer) => bodyOf(answer).conflicts);
    expect(conflicts.sort()).toEqual([[], ['HB']]);
    expect(bodyOf(other).conflicts).toEqual([]);
    const after = await see(physical.id);
    expect(entryOf(after, 'WBC')?.value).toBe(5);
    expect(entryOf(after, 'TEMP')?.value).toBe(36.8);
    expect([120, 125]).toContain(entryOf(after, 'HB')?.value);
    // Whoever lost sees what stands, and may write over it knowingly.
    const over = bodyOf(await enter(nurse(), physical.id, [{ code: 'HB', rev: 1, value: 130 }]));
    expect(entryOf(over, 'HB')).toMatchObject({ value: 130, rev: 2 });
    const taken = bodyOf(await enter(nurse(), physical.id, [{ code: 'HB', rev: 2, clear: true }]));
    expect(entryOf(taken, 'HB')).toMatchObject({ value: null, refused: null, rev: 3 });
    expect(taken.missing).toContain('HB');
  });

  it('can be sent again when the answer was lost', async () => {
    const { physical } = await beginPhysical(server);
    const sent = [fresh('SBP_L', 190), fresh('TEMP', 36.8)];
    const first = bodyOf(await enter(nurse('n'), physical.id, sent));
    const again = bodyOf(await enter(nurse('n'), physical.id, sent));
    expect(again.conflicts).toEqual([]);
    expect(again.rev).toBe(first.rev);
    expect(again.urgent).toEqual(first.urgent);
    expect(await tasksOf(physical.id)).toHaveLength(1);
  });

  it('tells a critical value at once, and makes its task with it', async () => {
    const { physical } = await beginPhysical(server);
    const { urgent } = bodyOf(await enter(nurse(), physical.id, [fresh('SBP_L', 186), fresh('TEMP', 36.5)]));
    expect(urgent).toEqual([
      { code: 'SBP_L', sentence: expect.stringContaining('左臂高压186'), say: expect.stringContaining('危急值') },
    ]);
    const [task, ...rest] = await tasksOf(physical.id);
    expect(rest).toEqual([]);
    expect(task).toMatchObject({ kind: 'actNow', urgent: true, ruleId: 'A1:SBP_L', dueDay: TODAY, open: true });
    expect(server.deps.keyring.decrypt(task?.because as never, taskPlace('because', task?._id ?? ''))).toContain('186');
    // The next day the person is at home: it is a call.
    server.clock.set('2026-06-05T04:00:00.000Z');
    bodyOf(await enter(nurse(), physical.id, [fresh('FPG', 3.5)]));
    expect((await tasksOf(physical.id)).map(({ kind, ruleId }) => [kind, ruleId])).toEqual([
      ['actNow', 'A1:SBP_L'],
      ['call', 'A2:FPG'],
    ]);
    expect(await rows('physicals').findOne({ _id: physical.id })).not.toHaveProperty('owes');
  });

  it('makes the task later when the process was killed in between', async () => {
    const { physical } = await beginPhysical(server);
    bodyOf(await enter(nurse(), physical.id, [fresh('FPG', 18)]));
    // As a killed process leaves it.
    await rows('tasks').deleteMany({ sourceId: physical.id });
    await rows('physicals').updateOne({ _id: physical.id }, { $set: { owes: true } });
    for (let run = 0; run < 2; run += 1) {
      await runJob('finishCritical');
      expect(await tasksOf(physical.id)).toHaveLength(1);
    }
    expect(await rows('physicals').findOne({ _id: physical.id })).not.toHaveProperty('owes');
  });
});

describe('the word of the doctor', () => {
  it('is refused while anything is missing, and given once it is there or refused with a reason', async () => {
    const { physical } = await beginPhysical(server);
    const filled = await fillPhysical(server, physical.id, ['HB', 'US_ABD']);
    expect(outcomeOf(await release(filled))).toBe('409 STATE_CONFLICT');
    const reviewed = await summarise(doctor(), filled, { summary: '' });
    expect(reviewed).toMatchObject({ status: 'inReview', can: { release: true, reopen: false } });
    const early = await release(reviewed);
    expect(outcomeOf(early)).toBe('409 PHYSICAL_INCOMPLETE');
    expect(faultsOf(early).sort()).toEqual(['entries.HB MISSING', 'entries.US_ABD MISSING', 'review.summary EMPTY']);
    await enter(nurse(), physical.id, [fresh('HB', 132), { code: 'US_ABD', rev: 0, refused: '怕凉，不做' }]);
    const ready = await summarise(doctor(), await see(physical.id));
    expect(bodyOf(await release(ready))).toMatchObject({ status: 'released', version: 1, can: { reopen: true } });
    const [report] = await rows('physicalReleases').find({ physicalId: physical.id }).toArray();
    expect(report).toMatchObject({
      complete: false,
      selfCare: true,
      guidance: true,
      fastingGlucose: true,
      latest: true,
    });
    expect(outcomeOf(await enter(nurse(), physical.id, [{ code: 'HB', rev: 1, value: 130 }]))).toBe(
      '409 STATE_CONFLICT',
    );
  });

  it('names each bad field', async () => {
    const { physical } = await beginPhysical(server);
    const faults = async (changes: object): Promise<string[]> =>
      faultsOf(
        await doctor().put(`/physicals/${physical.id}/review`, {
          ...{ rev: 0, summary: '', guidance: '', beyondAbility: [], known: [] },
          ...changes,
        }),
      );
    expect(await faults({ rev: -1 })).toHaveLength(1);
    expect(await faults({ summary: '长'.repeat(2001) })).toEqual(['body.summary TOO_LONG']);
    expect(await faults({ guidance: '长'.repeat(2001) })).toEqual(['body.guidance TOO_LONG']);
    expect(await faults({ beyondAbility: ['hb'] })).toEqual(['body.beyondAbility.0 ITEM']);
    expect(await faults({ beyondAbility: ['XYZ'] })).toEqual(['body.beyondAbility.0 UNKNOWN']);
    expect(await faults({ known: ['SMI'] })).toEqual(['body.known.0 UNKNOWN']);
    expect(faultsOf(await doctor().post(`/physicals/${physical.id}/release`, {}))).toHaveLength(1);
    expect(faultsOf(await doctor().post(`/physicals/${physical.id}/reopen`, { rev: 0, reason: ' ' }))).toEqual([
      'body.reason EMPTY',
    ]);
  });

  it('is given once by two doctors, and never of what they did not see', async () => {
    const { physical } = await beginPhysical(server);
    const ready = await summarise(doctor(), await fillPhysical(server, physical.id));
    bodyOf(await enter(nurse(), physical.id, [{ code: 'HB', rev: 1, value: 90 }]));
    expect(outcomeOf(await release(ready))).toBe('409 STATE_CONFLICT');
    const seen = await see(physical.id);
    const answers = await Promise.all([release(seen, doctor('d-1')), release(seen, doctor('d-2'))]);
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect(await rows('physicalReleases').countDocuments({ physicalId: physical.id })).toBe(1);
  });

  it('is amended as a new version, while the old one stands until then and is kept', async () => {
    const { physical } = await beginPhysical(server);
    const treating = doctor('treating');
    const ready = await summarise(treating, await fillPhysical(server, physical.id));
    const released = bodyOf(await release(ready, treating));
    const path = `/physicals/${physical.id}/reopen`;
    expect(outcomeOf(await doctor('stranger').post(path, { rev: released.rev, reason: '化验送错' }))).toBe(
      '403 ACCESS_LIMITED',
    );
    const again = bodyOf(await treating.post<Physical>(path, { rev: released.rev, reason: '化验送错' }));
    expect(again).toMatchObject({ status: 'inReview', version: 2, amendedReason: '化验送错' });
    expect(outcomeOf(await treating.post(path, { rev: again.rev, reason: '化验送错' }))).toBe('409 STATE_CONFLICT');
    const versions = () => rows('physicalReleases').find({ physicalId: physical.id }).sort({ version: 1 }).toArray();
    expect((await versions()).map(({ version, latest }) => [version, latest])).toEqual([[1, true]]);
    const changed = bodyOf(await enter(nurse(), physical.id, [{ code: 'HB', rev: 1, value: 99 }]));
    bodyOf(await release(changed));
    expect((await versions()).map(({ version, latest }) => [version, latest])).toEqual([
      [1, undefined],
      [2, true],
    ]);
  });

  it('takes what the record knows of programmes, but never what only psychiatry may know', async () => {
    const { citizen, bookingId } = await bookPhysical(server);
    const common = {
      residentId: citizen.residentId,
      kind: 'managed',
      status: 'active',
      open: true,
      sinceDay: TODAY,
      enrolledBy: 'd',
      doctorId: 'd',
      teamId: null,
      nextDueDay: null,
      rev: 0,
    };
    await rows('enrolments').insertMany([
      { ...common, _id: `${bookingId}-1`, programme: 'T2DM' },
      { ...common, _id: `${bookingId}-2`, programme: 'SMI' },
    ]);
    const begun = bodyOf(await nurse().post<Physical>('/physicals', { bookingId }));
    expect(begun.review.known).toEqual(['T2DM']);
    expect(begun.missing).toContain('DPA');
    expect(Object.keys(goodValues)).not.toContain('DPA');
    expect(JSON.stringify(begun)).not.toContain('SMI');
  });
});

/** Runs one job of the feature now. */
async function runJob(name: string): Promise<void> {
  const { physicalModule } = await import('@linkang/server/modules/physical');
  const job = physicalModule.jobs?.(server.deps, []).find((one) => one.name === name);
  if (!job) throw new Error(`no job ${name}`);
  await job.run();
}
