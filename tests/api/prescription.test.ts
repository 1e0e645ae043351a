import type {
  GivenPrescription,
  PrescriptionRoutes,
  ReleasedText,
  StandingText,
  TextVersion,
} from '@linkang/shared/api/prescription.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { healthPrescriptions } from '@linkang/shared/domain/tables/health-prescriptions';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam } from '../support/contracts';
import { Caller, type Answer } from '../support/http';
import { askMerge, buildDeskRecord, finishMerges, runMerges } from '../support/merges';
import { inboxOf, runNoticeJob } from '../support/notices';
import { buildContract, runPlanJobs } from '../support/plans';
import { buildProxy } from '../support/proxies';
import { timelineOf } from '../support/records';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const NEW_TEXT = '少吃盐，按时吃药，每天量血压。';

let server: TestServer;
let person: Citizen;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  anyone = new Caller(server.baseUrl);
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['healthPrescriptionTexts', 'healthPrescriptions'])
    await server.deps.connection.collection(name).deleteMany({});
  person = await buildCitizen(server, { name: '王秀英' });
  for (const id of ['doctor-1', 'doctor-2', 'nurse-1']) await putAtCounter(server, id, person.residentId);
});
afterAll(() => server.stop());

interface List<T> {
  items: T[];
}

const doctor = (id = 'doctor-1'): Caller => staffCaller(server, ['doctor'], id);
const nurse = (): Caller => staffCaller(server, ['nurse'], 'nurse-1');
const standing = async (code = 'HTN'): Promise<StandingText> => {
  const { items } = bodyOf(await doctor().get<List<StandingText>>('/health-prescription-texts'));
  const found = items.find((item) => item.code === code);
  if (!found) throw new Error(`no text for ${code}`);
  return found;
};
const library = async (): Promise<ReleasedText[]> =>
  bodyOf(await anyone.get<List<ReleasedText>>('/health-prescriptions')).items;
const release = (version: number, caller = doctor(), code = 'HTN'): Promise<Answer<TextVersion>> =>
  caller.post<TextVersion>(`/health-prescription-texts/${code}/release`, { version });
const propose = (body: object = {}, caller = doctor(), key?: string | null, code = 'HTN') =>
  caller.post<TextVersion>(`/health-prescription-texts/${code}/versions`, { latest: 2, text: NEW_TEXT, ...body }, key);
const give = (
  body: object = {},
  caller = doctor(),
  key?: string | null,
  residentId = person.residentId,
): Promise<Answer<GivenPrescription>> =>
  caller.post<GivenPrescription>(
    `/residents/${residentId}/health-prescriptions`,
    { code: 'HTN', version: 2, ...body },
    key,
  );
const givenTo = (caller: Caller, residentId = person.residentId) =>
  caller.get<List<GivenPrescription>>(`/residents/${residentId}/health-prescriptions`);
const withdraw = ({ id, rev }: GivenPrescription, caller = doctor()) =>
  caller.post<GivenPrescription>(`/given-health-prescriptions/${id}/withdrawal`, { rev });

describe('the texts', () => {
  it('all wait for a doctor in the beginning, and nobody is shown or given one', async () => {
    const { items } = bodyOf(await nurse().get<List<StandingText>>('/health-prescription-texts'));
    expect(items).toHaveLength(healthPrescriptions.prescriptions.length);
    expect(items.every(({ released, proposed }) => released === null && proposed?.state === 'proposed')).toBe(true);
    expect(await library()).toEqual([]);
    expect(outcomeOf(await give())).toBe('409 STATE_CONFLICT');
  });

  it('are released by a doctor, and then everybody may read them with their notice', async () => {
    expect(bodyOf(await release(2))).toMatchObject({ version: 2, state: 'released', writtenBy: null });
    const [text] = await library();
    expect(await library()).toHaveLength(1);
    expect(text).toMatchObject({ code: 'HTN', disease: '高血压', notice: '本资料不能代替医生诊治' });
    expect(text?.text).toBe(healthPrescriptions.prescriptions[0]?.text);
    expect(outcomeOf(await release(2))).toBe('409 STATE_CONFLICT');
  });

  it('are given on as they are while a new version waits, and old versions stay', async () => {
    bodyOf(await release(2));
    bodyOf(await propose(), 201);
    expect(await standing()).toMatchObject({ released: { version: 2 }, proposed: { version: 3 }, latest: 3 });
    expect((await library())[0]?.version).toBe(2);
    expect(outcomeOf(await release(2))).toBe('409 STATE_CONFLICT');
    bodyOf(await release(3));
    expect((await library())[0]).toMatchObject({ version: 3, text: NEW_TEXT });
    const { items } = bodyOf(await nurse().get<List<TextVersion>>('/health-prescription-texts/HTN/versions'));
    expect(items.map(({ version, state }) => [version, state])).toEqual([
      [3, 'released'],
      [2, 'replaced'],
    ]);
  });

  it('keep what was changed before anybody released it', async () => {
    bodyOf(await propose(), 201);
    bodyOf(await propose({ latest: 3, text: '再改一次。' }), 201);
    const { items } = bodyOf(await nurse().get<List<TextVersion>>('/health-prescription-texts/HTN/versions'));
    expect(items.map(({ version, state }) => [version, state])).toEqual([
      [4, 'proposed'],
      [3, 'replaced'],
      [2, 'replaced'],
    ]);
    expect(await standing()).toMatchObject({ released: null, proposed: { version: 4 } });
  });

  it('are written by one of those who write at once, and once for a key', async () => {
    const raced = await Promise.all(['a', 'b', 'c'].map((words) => propose({ text: words })));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 2 });
    const same = await Promise.all(Array.from({ length: 20 }, () => propose({ latest: 3 }, doctor(), 'same')));
    expect(countOutcomes(same)).toEqual({ '201': 20 });
    expect((await standing()).latest).toBe(4);
    expect(outcomeOf(await propose({ latest: 4 }, doctor(), 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('are released once by those who release at once', async () => {
    bodyOf(await release(2));
    bodyOf(await propose(), 201);
    const raced = await Promise.all(Array.from({ length: 5 }, (_, index) => release(3, doctor(`doctor-${index}`))));
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 4 });
    expect(await library()).toHaveLength(1);
  });
});

describe('giving', () => {
  beforeEach(async () => void bodyOf(await release(2)));

  it('keeps the version, tells the phone without the disease, and shows it to the person word for word', async () => {
    const given = bodyOf(await give(), 201);
    expect(given).toMatchObject({ disease: '高血压', version: 2, day: '2026-06-04', status: 'given' });
    await runNoticeJob(server, 'deliverNotices');
    const [message] = (await inboxOf(server, person.caller)).items;
    expect(message).toMatchObject({ opens: 'healthPrescription', targetId: given.id });
    expect(JSON.stringify(message)).not.toContain('高血压');
    bodyOf(await propose(), 201);
    bodyOf(await release(3));
    const seen = bodyOf(await person.caller.get<GivenPrescription>(`/given-health-prescriptions/${given.id}`));
    expect(seen).toMatchObject({ version: 2, text: healthPrescriptions.prescriptions[0]?.text });
    expect(bodyOf(await givenTo(person.caller)).items).toEqual([seen]);
    expect(outcomeOf(await give({ version: 2 }))).toBe('409 STATE_CONFLICT');
  });

  it('is one of a text on a day, however often and by however many', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => give({}, doctor(), 'same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    expect(outcomeOf(await give({}, doctor('doctor-2')))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await give({ version: 1 }, doctor(), 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    server.clock.advanceMinutes(24 * 60);
    for (const id of ['doctor-1', 'doctor-2']) await putAtCounter(server, id, person.residentId);
    const raced = await Promise.all([give(), give({}, doctor('doctor-2'))]);
    expect(countOutcomes(raced)).toEqual({ '201 HTN': 1, '409 STATE_CONFLICT': 1 });
    expect(bodyOf(await givenTo(person.caller)).items).toHaveLength(2);
  });

  it('can be taken back for a day by whoever gave it, and may then be given again', async () => {
    const given = bodyOf(await give(), 201);
    expect(outcomeOf(await withdraw(given, doctor('doctor-2')))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await withdraw(given)).status).toBe('withdrawn');
    expect(outcomeOf(await withdraw({ ...given, rev: 1 }))).toBe('409 STATE_CONFLICT');
    await runNoticeJob(server, 'deliverNotices');
    expect((await inboxOf(server, person.caller)).items).toEqual([]);
    expect(bodyOf(await givenTo(person.caller)).items).toEqual([]);
    const again = bodyOf(await give(), 201);
    server.clock.advanceMinutes(24 * 60);
    await putAtCounter(server, 'doctor-1', person.residentId);
    expect(outcomeOf(await withdraw(again))).toBe('409 STATE_CONFLICT');
  });

  it('is a line of the timeline and ticks health education in the plan', async () => {
    const team = (await buildTeam({ name: '青松团队' }))._id;
    await buildContract(server, person, team, { packageCodes: ['BASIC'] });
    await runPlanJobs(server);
    const { id } = bodyOf(await give(), 201);
    const [line] = (await timelineOf(person.caller, person.residentId)).items;
    expect(line).toMatchObject({ id: `healthPrescription:${id}`, title: '健康处方：高血压', day: '2026-06-04' });
    type Plan = { plan: { items: { code: string; done: number }[] } };
    const { plan } = bodyOf(await person.caller.get<Plan>(`/residents/${person.residentId}/plan`));
    expect(plan.items.find(({ code }) => code === 'EDU')).toMatchObject({ done: 1 });
  });

  it('is counted by disease and month; what was taken back is not', async () => {
    bodyOf(await release(healthPrescriptions.prescriptions[9]?.version ?? 0, doctor(), 'FLU'));
    bodyOf(await give(), 201);
    bodyOf(await withdraw(bodyOf(await give({ code: 'FLU' }), 201)));
    server.clock.set('2026-07-02T04:00:00.000Z');
    await putAtCounter(server, 'doctor-1', person.residentId);
    bodyOf(await give(), 201);
    type Figures = CallReply<PrescriptionRoutes['figures']>;
    const at = '/health-prescription-figures?fromDay=2026-01-01&toDay=2026-12-31';
    expect(bodyOf(await doctor().get<Figures>(at))).toEqual({
      total: 2,
      people: 1,
      items: [
        { code: 'HTN', disease: '高血压', month: '2026-06', count: 1 },
        { code: 'HTN', disease: '高血压', month: '2026-07', count: 1 },
      ],
    });
  });

  it('is seen by relatives who may see the record, by staff with a ground, and written down', async () => {
    const { id } = bodyOf(await give(), 201);
    const daughter = await buildCitizen(server, { name: '陈静' });
    await buildProxy(server, daughter, person, { scopes: ['book'] });
    expect(outcomeOf(await givenTo(daughter.caller))).toBe('403 PROXY_SCOPE_MISSING');
    const son = await buildCitizen(server, { name: '陈勇' });
    await buildProxy(server, son, person, { scopes: ['record'] });
    expect(bodyOf(await givenTo(son.caller)).items).toHaveLength(1);
    expect(bodyOf(await givenTo(nurse())).items).toHaveLength(1);
    const stranger = staffCaller(server, ['doctor'], 'doctor-9');
    expect(outcomeOf(await givenTo(stranger))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await give({}, stranger))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await stranger.get(`/given-health-prescriptions/${id}`))).toBe('403 ACCESS_LIMITED');
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toEqual(expect.arrayContaining(['prescription.give', 'prescription.ofResident']));
  });

  it('goes over when two records of a person become one, also of the same day', async () => {
    const other = await buildDeskRecord(server, { name: '王秀英' });
    await putAtCounter(server, 'doctor-1', other.residentId);
    bodyOf(await give(), 201);
    bodyOf(await give({}, doctor(), undefined, other.residentId), 201);
    const keeper = staffCaller(server, ['director']);
    bodyOf(await askMerge(keeper, person.residentId, other.residentId), 201);
    await runMerges(server);
    await finishMerges(server);
    const rows = server.deps.connection.collection('healthPrescriptions');
    expect(await rows.countDocuments({ residentId: other.residentId })).toBe(0);
    expect(await rows.countDocuments({ residentId: person.residentId })).toBe(2);
  });
});

describe('what is refused', () => {
  it('names each bad field', async () => {
    expect(faultsOf(await propose({ text: ' ' }))).toEqual(['body.text EMPTY']);
    expect(faultsOf(await propose({ text: '长'.repeat(601) }))).toEqual(['body.text TOO_LONG']);
    expect(faultsOf(await propose({ text: 'risky' }))).toEqual(['body.text RISKY']);
    expect(faultsOf(await propose({ latest: 0 }))).toEqual(['body.latest TOO_SMALL']);
    expect(faultsOf(await propose({}, doctor(), null))).toEqual(['header.Idempotency-Key MISSING']);
    expect(faultsOf(await release(0))).toEqual(['body.version TOO_SMALL']);
    expect(faultsOf(await give({ code: '!' }))).toEqual(['body.code ID']);
    expect(faultsOf(await give({ version: 0 }))).toEqual(['body.version TOO_SMALL']);
    expect(faultsOf(await give({}, doctor(), null))).toEqual(['header.Idempotency-Key MISSING']);
    const at = '/health-prescription-figures?fromDay=2026-06-02&toDay=2026-06-01';
    expect(faultsOf(await doctor().get(at))).toEqual(['query.toDay DAY_ORDER']);
  });

  it('is what others ask, and what is not there', async () => {
    bodyOf(await release(2));
    const given = bodyOf(await give(), 201);
    const asks: ((caller: Caller) => Promise<Answer<unknown>>)[] = [
      (caller) => caller.get('/health-prescription-texts'),
      (caller) => caller.get('/health-prescription-texts/HTN/versions'),
      (caller) => propose({}, caller),
      (caller) => release(2, caller),
      (caller) => give({}, caller),
      (caller) => withdraw(given, caller),
      (caller) => caller.get('/health-prescription-figures?fromDay=2026-01-01&toDay=2026-12-31'),
    ];
    for (const ask of asks) {
      expect(outcomeOf(await ask(anyone))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await ask(person.caller))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await ask(staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await release(2, nurse()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await give({}, nurse()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await givenTo(anyone))).toBe('401 AUTH_REQUIRED');
    const other = await buildCitizen(server);
    expect(outcomeOf(await givenTo(other.caller))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await other.caller.get(`/given-health-prescriptions/${given.id}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await propose({}, doctor(), undefined, 'NONE'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await release(2, doctor(), 'NONE'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await doctor().get('/health-prescription-texts/NONE/versions'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await give({}, doctor(), undefined, MISSING))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await withdraw({ ...given, id: MISSING }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await doctor().get(`/given-health-prescriptions/${MISSING}`))).toBe('404 NOT_FOUND');
  });
});
