import { createStaff } from '@linkang/server/modules/staff';
import type { TrailEntry } from '@linkang/shared/api/trail.routes';
import { auditRows, seeTrail, type TrailPage } from '../support/audits';
import { bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { book, buildCitizen, openSession, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let doctorId: string;

beforeAll(async () => {
  server = await startServer({ limits: false });
  const person = { username: 'lin', name: '林静秋', title: '医生', teamIds: [], demo: false };
  doctorId = (await createStaff({ ...person, roles: ['doctor'], password: STAFF_PASSWORD }))?.id ?? '';
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const look = async ({ residentId }: Citizen, staffId = doctorId) => {
  await putAtCounter(server, staffId, residentId);
  return bodyOf(await staffCaller(server, ['doctor'], staffId).get(`/residents/${residentId}`));
};
const told = ({ items }: TrailPage): unknown[] =>
  items.map(({ staffName, words, result, times }) => [staffName, words, result, times]);

describe('GET /residents/:id/audit', () => {
  it('is for the person alone', async () => {
    const mother = await buildCitizen(server, { name: '王秀英' });
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, mother, { scopes: ['book', 'record'] });
    const at = `/residents/${mother.residentId}/audit`;
    expect(outcomeOf(await new Caller(server.baseUrl).get(at))).toBe('401 AUTH_REQUIRED');
    for (const role of ['director', 'doctor', 'nurse', 'desk', 'editor', 'admin'] as const)
      expect(outcomeOf(await staffCaller(server, [role]).get(at))).toBe('403 FORBIDDEN');
    const refused = await daughter.caller.get(at);
    expect(outcomeOf(refused)).toBe('404 NOT_FOUND');
    expect(sameBody(refused)).toEqual(sameBody(await daughter.caller.get(`/residents/${MISSING}/audit`)));
  });

  it.each([
    ['limit=0', 'query.limit TOO_SMALL'],
    ['limit=101', 'query.limit TOO_LARGE'],
    ['cursor=yesterday', 'query.cursor CURSOR'],
    ['cursor=1%7Cxyz', 'query.cursor CURSOR'],
  ])('refuses %s', async (query, fault) => {
    const citizen = await buildCitizen(server);
    expect(faultsOf(await citizen.caller.get(`/residents/${citizen.residentId}/audit?${query}`))).toEqual([fault]);
  });

  it('tells who looked, as what and when, in plain words', async () => {
    const citizen = await buildCitizen(server, { name: '王秀英' });
    await look(citizen);
    const { items, nextCursor } = await seeTrail(citizen);
    expect(items).toEqual<TrailEntry[]>([
      {
        id: expect.any(String) as string,
        at: TEST_NOW,
        staffName: '林静秋',
        role: 'doctor',
        action: 'resident.get',
        kind: 'view',
        words: '看了您的资料',
        result: 'done',
        times: 1,
      },
    ]);
    expect(nextCursor).toBeNull();
    const row = await auditRows(server).findOne({ residentId: citizen.residentId });
    expect(row).toMatchObject({
      purpose: '服务居民',
      network: '127.0.0.0/24',
      device: expect.any(String),
      kind: 'view',
    });
  });

  it('tells the same deed of a day once, with how often it was done', async () => {
    const citizen = await buildCitizen(server);
    for (let i = 0; i < 3; i += 1) await look(citizen);
    server.clock.advanceMinutes(24 * 60);
    await look(citizen);
    expect(told(await seeTrail(citizen))).toEqual([
      ['林静秋', '看了您的资料', 'done', 1],
      ['林静秋', '看了您的资料', 'done', 3],
    ]);
  });

  it('tells what was refused', async () => {
    const citizen = await buildCitizen(server);
    const editor = staffCaller(server, ['editor'], doctorId);
    expect(outcomeOf(await editor.get(`/residents/${citizen.residentId}`))).toBe('403 FORBIDDEN');
    expect(told(await seeTrail(citizen))).toEqual([['林静秋', '看了您的资料', 'denied', 1]]);
  });

  it('tells the mother what her daughter did, and what she tried in vain', async () => {
    const mother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, mother, { scopes: ['book'] });
    const { id } = await openSession(server);
    const forMother = { sessionId: id, residentId: mother.residentId };
    bodyOf(await daughter.caller.post('/bookings', forMother), 201);
    expect(outcomeOf(await daughter.caller.post('/bookings', forMother))).toBe('409 BOOKING_DUPLICATE');
    server.clock.advanceMinutes(1);
    expect(outcomeOf(await daughter.caller.get(`/residents/${mother.residentId}`))).toBe('403 PROXY_SCOPE_MISSING');
    bodyOf(await daughter.caller.get(`/bookings?residentId=${mother.residentId}`));
    const page = await seeTrail(mother);
    expect(told(page)).toEqual([
      ['陈晓岚', '看了您的资料', 'denied', 1],
      ['陈晓岚', '帮您约了号', 'failed', 1],
      ['陈晓岚', '帮您约了号', 'done', 1],
    ]);
    expect(page.items.map(({ role }) => role)).toEqual(['relative', 'relative', 'relative']);
    expect((await seeTrail(daughter)).items).toEqual([]);
  });

  it('says nothing of what the person does alone', async () => {
    const citizen = await buildCitizen(server);
    bodyOf(await book(citizen, (await openSession(server)).id), 201);
    bodyOf(await citizen.caller.get(`/residents/${citizen.residentId}`));
    expect((await seeTrail(citizen)).items).toEqual([]);
  });

  it('goes from page to page and misses nothing of the same moment', async () => {
    const citizen = await buildCitizen(server);
    for (let i = 0; i < 7; i += 1) {
      if (i % 3 === 0) server.clock.advanceMinutes(1);
      await look(citizen, `665eaf2f9d2a4c000000000${i}`);
    }
    const seen: TrailEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: TrailPage = await seeTrail(
        citizen,
        `?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
    const times = seen.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });
});
