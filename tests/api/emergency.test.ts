import { openReason } from '@linkang/server/modules/audit';
import type { Emergency } from '@linkang/shared/api/emergency.routes';
import type { Standing } from '@linkang/shared/api/resident.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { signInStaff } from '../support/builders';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const WORDS = '突发胸痛，要看用药';

let server: TestServer;
let citizen: Citizen;

interface Started {
  id: string;
  endsAt: string;
}
interface Page {
  items: Emergency[];
  nextCursor: string | null;
}

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const doctor = (id = 'doctor-1'): Caller => teamStaff(server, ['doctor'], [], id);
const director = (id = 'director-1'): Caller => teamStaff(server, ['director'], [], id);
const auditor = (): Caller => teamStaff(server, ['auditor'], [], 'auditor-1');
const bodyFor = ({ residentId }: Citizen, changes: object = {}) => ({
  residentId,
  reason: 'rescue',
  words: WORDS,
  ...changes,
});
const start = async (caller = doctor(), person = citizen): Promise<Started> =>
  bodyOf(await caller.post<Started>('/emergencies', bodyFor(person)), 201);
const read = async (caller: Caller): Promise<string> => outcomeOf(await caller.get(`/residents/${citizen.residentId}`));
const review = (caller: Caller, id: string, body: object) => caller.post<Emergency>(`/emergencies/${id}/review`, body);
const find = async (id: string, caller = auditor()): Promise<Emergency | undefined> =>
  bodyOf(await caller.get<Page>('/emergencies?limit=100')).items.find((row) => row.id === id);

describe('POST /emergencies', () => {
  it('opens the record for half an hour, and every use is written down', async () => {
    expect(await read(doctor())).toBe('403 ACCESS_LIMITED');
    const started = await start();
    expect(started.endsAt).toBe('2026-06-04T04:30:00.000Z');
    expect(await read(doctor())).toBe('200');
    expect(outcomeOf(await doctor().get(`/bookings?residentId=${citizen.residentId}`))).toBe('200');
    const standing = await doctor().get<Standing>(`/residents/${citizen.residentId}/standing`);
    expect(bodyOf(standing)).toMatchObject({ ground: 'emergency', until: started.endsAt, ways: [] });
    expect(await read(doctor('doctor-2'))).toBe('403 ACCESS_LIMITED');
    expect((await find(started.id))?.uses.map(({ action }) => action)).toEqual(['resident.get', 'booking.list']);
    const audits = (await auditRows(server).find({ residentId: citizen.residentId }).sort({ _id: 1 }).toArray()).filter(
      (row) => openReason(server.deps.keyring, row) === `emergency:${started.id}`,
    );
    expect(audits.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['emergency.start', 'resident.get', 'booking.list']),
    );
    server.clock.set('2026-06-04T04:29:59.000Z');
    expect(await read(doctor())).toBe('200');
    server.clock.set('2026-06-04T04:30:00.000Z');
    expect(await read(doctor())).toBe('403 ACCESS_LIMITED');
  });

  it('lasts as long as the centre has set', async () => {
    const admin = staffCaller(server, ['admin']);
    const { rev, security } = bodyOf(await admin.get<{ rev: number; security: object }>('/settings/security'));
    bodyOf(await admin.put('/settings/security', { rev, security: { ...security, emergencyMinutes: 45 } }));
    try {
      expect((await start()).endsAt).toBe('2026-06-04T04:45:00.000Z');
    } finally {
      bodyOf(await admin.put('/settings/security', { rev: rev + 1, security }));
    }
  });

  it('is not for a record that is open anyway, nor for nobody', async () => {
    const teamId = (await buildTeam())._id;
    await signed(citizen, teamId);
    const own = teamStaff(server, ['doctor'], [teamId], 'doctor-3');
    expect(outcomeOf(await own.post('/emergencies', bodyFor(citizen)))).toBe('409 STATE_CONFLICT');
    await start();
    expect(outcomeOf(await doctor().post('/emergencies', bodyFor(citizen)))).toBe('409 STATE_CONFLICT');
    const nobody = bodyFor({ ...citizen, residentId: MISSING });
    expect(outcomeOf(await doctor().post('/emergencies', nobody))).toBe('404 NOT_FOUND');
  });

  it('asks for a reason in words', async () => {
    const faults = async (changes: object): Promise<string[]> =>
      faultsOf(await doctor().post('/emergencies', bodyFor(citizen, changes)));
    expect(await faults({ reason: 'curious' })).toEqual(['body.reason UNKNOWN']);
    expect(await faults({ words: '  ' })).toEqual(['body.words EMPTY']);
    expect(await faults({ words: 'x'.repeat(201) })).toEqual(['body.words TOO_LONG']);
    expect(await faults({ residentId: '$ne' })).toEqual(['body.residentId ID']);
    expect(faultsOf(await doctor().post('/emergencies', bodyFor(citizen), null))).toEqual([
      'header.Idempotency-Key MISSING',
    ]);
  });

  it('is for those whose work is bound to teams', async () => {
    for (const role of ['director', 'nurse', 'desk', 'editor', 'admin', 'auditor'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).post('/emergencies', bodyFor(citizen)))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await citizen.caller.post('/emergencies', bodyFor(citizen)))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await new Caller(server.baseUrl).post('/emergencies', {}))).toBe('401 AUTH_REQUIRED');
  });

  it('begins once for a key, however often it comes at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => doctor('again').post<Started>('/emergencies', bodyFor(citizen), 'same')),
    );
    expect(countOutcomes(answers)).toEqual({ '201': 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await doctor('again').post('/emergencies', bodyFor(citizen, { words: '别的' }), 'same');
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  it('keeps the words sealed', async () => {
    const { id } = await start();
    const row = await server.deps.connection.collection<{ _id: string }>('emergencies').findOne({ _id: id });
    expect(JSON.stringify(row)).not.toContain('胸痛');
  });
});

describe('the review', () => {
  it('shows auditor and director at once who opened what and why, with the person masked', async () => {
    const { accountId, caller } = await signInStaff(server, ['doctor'], { name: '林静秋' });
    const before = bodyOf(await auditor().get<{ emergenciesOpen: number }>('/today')).emergenciesOpen;
    const { id } = bodyOf(await caller.post<Started>('/emergencies', bodyFor(citizen)), 201);
    for (const reviewer of [auditor(), director()])
      expect(await find(id, reviewer)).toMatchObject({
        state: 'open',
        staffId: accountId,
        staffName: '林静秋',
        residentName: '李*兰',
        reason: 'rescue',
        words: WORDS,
        review: null,
      });
    expect(bodyOf(await director().get<{ emergenciesOpen: number }>('/today')).emergenciesOpen).toBe(before + 1);
    bodyOf(await review(auditor(), id, { outcome: 'accepted' }));
    expect(bodyOf(await director().get<{ emergenciesOpen: number }>('/today')).emergenciesOpen).toBe(before);
  });

  it('has three days, is marked when they are over, and is counted for those who may do it', async () => {
    interface Today {
      emergenciesOpen: number;
      emergenciesOverdue: number;
    }
    const countsOf = async (caller: Caller): Promise<Today> => {
      const { emergenciesOpen, emergenciesOverdue } = bodyOf(await caller.get<Today>('/today'));
      return { emergenciesOpen, emergenciesOverdue };
    };
    await server.deps.connection.collection('emergencies').deleteMany({});
    const { id } = await start(doctor('two-hats'));
    expect(await find(id)).toMatchObject({ reviewBy: '2026-06-07T04:00:00.000Z', overdue: false });
    expect(await countsOf(director('two-hats'))).toEqual({ emergenciesOpen: 0, emergenciesOverdue: 0 });
    server.clock.set('2026-06-07T03:59:59.000Z');
    expect(await countsOf(auditor())).toEqual({ emergenciesOpen: 1, emergenciesOverdue: 0 });
    server.clock.set('2026-06-07T04:00:00.000Z');
    expect((await find(id))?.overdue).toBe(true);
    expect(await countsOf(auditor())).toEqual({ emergenciesOpen: 1, emergenciesOverdue: 1 });
    expect(bodyOf(await review(auditor(), id, { outcome: 'accepted' })).overdue).toBe(false);
    expect(await countsOf(auditor())).toEqual({ emergenciesOpen: 0, emergenciesOverdue: 0 });
  });

  it('questions with a note, and settles what was questioned', async () => {
    const { id } = await start();
    expect(faultsOf(await review(auditor(), id, { outcome: 'questioned' }))).toEqual(['body.note EMPTY']);
    expect(faultsOf(await review(auditor(), id, { outcome: 'open' }))).toEqual(['body.outcome UNKNOWN']);
    const questioned = bodyOf(await review(auditor(), id, { outcome: 'questioned', note: '请说明为什么' }));
    expect(questioned).toMatchObject({ state: 'questioned', review: { outcome: 'questioned', note: '请说明为什么' } });
    expect(outcomeOf(await review(director(), id, { outcome: 'questioned', note: '再问' }))).toBe('409 STATE_CONFLICT');
    expect(bodyOf(await review(director(), id, { outcome: 'accepted' })).state).toBe('accepted');
    expect(outcomeOf(await review(auditor(), id, { outcome: 'accepted' }))).toBe('409 STATE_CONFLICT');
  });

  it('is said once of many at the same moment', async () => {
    const { id } = await start();
    const reviewers = Array.from({ length: 8 }, (_, i) => director(`director-${i}`));
    const answers = await Promise.all(reviewers.map((caller) => review(caller, id, { outcome: 'accepted' })));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 7 });
  });

  it('is never the own one, nor for others', async () => {
    const { id } = await start(doctor('both'));
    const self = teamStaff(server, ['director'], [], 'both');
    expect(outcomeOf(await review(self, id, { outcome: 'accepted' }))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await review(auditor(), MISSING, { outcome: 'accepted' }))).toBe('404 NOT_FOUND');
    for (const role of ['doctor', 'publicHealth', 'nurse', 'desk', 'editor', 'admin'] as const) {
      const caller = staffCaller(server, [role]);
      expect(outcomeOf(await caller.get('/emergencies'))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await review(caller, id, { outcome: 'accepted' }))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await new Caller(server.baseUrl).get('/emergencies'))).toBe('401 AUTH_REQUIRED');
  });

  it('goes through all of them page by page, by state', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.unshift((await start(doctor(), await buildCitizen(server))).id);
    const first = bodyOf(await auditor().get<Page>('/emergencies?state=open&limit=2'));
    const second = bodyOf(await auditor().get<Page>(`/emergencies?state=open&limit=2&cursor=${first.nextCursor}`));
    expect([...first.items, ...second.items].map(({ id }) => id).slice(0, 3)).toEqual(ids);
    expect(faultsOf(await auditor().get('/emergencies?cursor=x'))).toEqual(['query.cursor CURSOR']);
    expect(faultsOf(await auditor().get('/emergencies?state=new'))).toEqual(['query.state TYPE']);
    expect(bodyOf(await auditor().get<Page>('/emergencies?state=questioned&limit=100')).items).toEqual([]);
  });
});
