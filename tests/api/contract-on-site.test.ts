import { createStaff } from '@linkang/server/modules/staff';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, putAtCounter, type Citizen } from '../support/clinic';
import { approve, buildPaperApplication, buildTeam, paperPhoto, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let teamId: string;
let elder: Citizen;

beforeAll(async () => {
  server = await startServer();
  teamId = (await buildTeam())._id;
  await createStaff({
    id: 'desk-1',
    username: 'desk1',
    name: '周前台',
    title: '导诊',
    roles: ['desk'],
    teamIds: [],
    password: 'Staff-pass-2026',
    demo: false,
  });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  elder = await buildCitizen(server);
  await putAtCounter(server, 'desk-1', elder.residentId);
});
afterAll(() => server.stop());

const desk = () => teamStaff(server, ['desk'], [], 'desk-1');
const director = (id = 'director-1') => teamStaff(server, ['director'], [], id);
const bring = async (caller: Caller, changes: Record<string, unknown> = {}, key?: string) =>
  caller.post<Contract>('/contracts/on-site', await buildPaperApplication(elder, teamId, changes), key);
const rowsOf = (name: string) => server.deps.connection.collection<{ _id: string }>(name);

describe('POST /contracts/on-site', () => {
  it('keeps the paper sealed, with who saw the person and by which card, and is logged', async () => {
    const contract = bodyOf(await bring(desk()), 201);
    expect(contract).toMatchObject({ status: 'pendingReview', channel: 'onSite', kind: 'first' });
    expect(contract.history).toMatchObject([{ to: 'pendingReview', by: 'staff', byName: '周前台' }]);
    const row = await rowsOf('contracts').findOne({ _id: contract.id });
    expect(row).toMatchObject({
      signedBy: 'desk-1',
      signedAs: 'staff',
      evidence: {
        channel: 'onSite',
        staffId: 'desk-1',
        identityPaper: 'idCard',
        textHash: server.deps.config.contract.agreement.sha256,
        signatureHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    const kept = JSON.stringify(await rowsOf('signatures').findOne({ _id: contract.id }));
    expect(kept).not.toContain('UklGR');
    const shown = bodyOf(await director().get<{ dataUrl: string }>(`/contracts/${contract.id}/signature`));
    expect(shown.dataUrl).toMatch(/^data:image\/webp;base64,UklGR/);
    expect(outcomeOf(await desk().get(`/contracts/${contract.id}/signature`))).toBe('403 FORBIDDEN');
    expect(await rowsOf('audits').countDocuments({ residentId: elder.residentId, action: 'contract.signOnSite' })).toBe(
      1,
    );
  });

  it('is approved by somebody else', async () => {
    const doctor = teamStaff(server, ['doctor'], [teamId], 'doctor-1');
    await putAtCounter(server, 'doctor-1', elder.residentId);
    const { id, can } = bodyOf(await bring(doctor), 201);
    expect(can).toMatchObject({ approve: false, reject: true });
    expect(outcomeOf(await approve(doctor, id))).toBe('403 FORBIDDEN');
    expect(bodyOf(await approve(director(), id)).status).toBe('active');
  });

  it.each([
    ['no paper', { paper: undefined }, ['body.paper MISSING']],
    ['another kind of file', { paper: 'data:application/pdf;base64,AAAA' }, ['body.paper PICTURE']],
    ['what is no picture', { paper: 'data:image/jpeg;base64,AAAA' }, ['body.paper PICTURE']],
    ['no card', { identityPaper: undefined }, ['body.identityPaper TYPE']],
    ['a term of four years', { termYears: 4 }, ['body.termYears TERM']],
    ['an unknown team', { teamId: 'nobody' }, ['body.teamId UNKNOWN']],
    ['no package', { packageIds: [] }, ['body.packageIds EMPTY']],
    ['no text version', { textVersion: '' }, ['body.textVersion EMPTY']],
    ['no person', { residentId: undefined }, ['body.residentId MISSING']],
  ])('refuses %s', async (_name, changes, faults) => {
    expect(faultsOf(await bring(desk(), changes))).toEqual(faults);
    expect(await rowsOf('contracts').countDocuments({ residentId: elder.residentId } as never)).toBe(0);
  });

  it('is for staff with a ground, and for people who are there', async () => {
    expect(outcomeOf(await bring(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await bring(elder.caller))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await bring(teamStaff(server, ['editor'])))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await bring(teamStaff(server, ['doctor'], [], 'doctor-9')))).toBe('403 ACCESS_LIMITED');
    expect(outcomeOf(await bring(desk(), { residentId: 'nobody' }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await bring(desk(), { textVersion: '2025-1' }))).toBe('409 STATE_CONFLICT');
  });

  it('is one contract for repeats, and for two who bring the same person at once', async () => {
    const body = await buildPaperApplication(elder, teamId);
    const repeats = await Promise.all(Array.from({ length: 5 }, () => desk().post('/contracts/on-site', body, 'same')));
    expect(countOutcomes(repeats)).toEqual({ 201: 5 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk().post('/contracts/on-site', body)));
    expect(countOutcomes(answers)).toEqual({ '409 CONTRACT_ACTIVE': 5 });
    expect(await rowsOf('contracts').countDocuments({ residentId: elder.residentId } as never)).toBe(1);
  });
});

describe('papers of those who renew and change the team', () => {
  it('wait for review, and need paper and card', async () => {
    const other = await buildTeam({ name: '桂花团队' });
    const { id } = await signed(elder, teamId);
    bodyOf(await approve(director(), id));
    const bare = await desk().post(`/contracts/${id}/transfer`, { teamId: other._id, textVersion: '2026-1' });
    expect(faultsOf(bare)).toEqual(['body.paper MISSING', 'body.identityPaper MISSING']);
    const proof = { textVersion: '2026-1', paper: await paperPhoto(), identityPaper: 'idCard' };
    const moved = bodyOf(
      await desk().post<Contract>(`/contracts/${id}/transfer`, { teamId: other._id, ...proof }),
      201,
    );
    expect(moved).toMatchObject({ status: 'pendingReview', kind: 'transfer', channel: 'onSite' });
    bodyOf(await director().post(`/contracts/${moved.id}/reject`, { reason: '本人改了主意' }));
    server.clock.set('2027-05-20T04:00:00.000Z');
    await putAtCounter(server, 'desk-1', elder.residentId);
    const renewed = bodyOf(await desk().post<Contract>(`/contracts/${id}/renew`, proof), 201);
    expect(renewed).toMatchObject({ status: 'pendingReview', kind: 'renewal', channel: 'onSite' });
    expect(bodyOf(await approve(director(), renewed.id))).toMatchObject({
      status: 'scheduled',
      startDay: '2027-06-04',
    });
  });
});
