import { modules } from '@linkang/server/modules';
import type { Copy, CopyRoutes } from '@linkang/shared/api/copy.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, outcomeOf, sameBody } from '../support/answers';
import { seeTrail } from '../support/audits';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

type Opened = CallReply<CopyRoutes['open']>;

const make = (person: Citizen, key?: string) =>
  person.caller.post<Copy>(`/residents/${person.residentId}/copies`, undefined, key);
const open = (person: Citizen, id: string) => person.caller.post<Opened>(`/copies/${id}/open`);
const opened = async (person: Citizen): Promise<Opened> =>
  bodyOf(await open(person, bodyOf(await make(person), 201).id));

describe('a copy of the own data', () => {
  it('is for the person alone', async () => {
    const mother = await buildCitizen(server, { name: '王秀英' });
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, mother, { scopes: ['book', 'record', 'report', 'consult'] });
    const at = `/residents/${mother.residentId}/copies`;
    expect(outcomeOf(await new Caller(server.baseUrl).post(at))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['director', 'admin']).post(at))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await daughter.caller.post(at))).toBe('404 NOT_FOUND');
    const { id } = bodyOf(await make(mother), 201);
    const refused = await open(daughter, id);
    expect(outcomeOf(refused)).toBe('404 NOT_FOUND');
    expect(sameBody(refused)).toEqual(sameBody(await open(daughter, MISSING)));
    expect(outcomeOf(await staffCaller(server, ['director']).post(`/copies/${id}/open`))).toBe('403 FORBIDDEN');
    bodyOf(await open(mother, id));
  });

  it('holds the profile, consents, bookings, contracts, relatives and who looked', async () => {
    const person = await buildCitizen(server, { name: '王<秀>英', phone: '13900139001' });
    bodyOf(await book(person, (await openSession(server)).id), 201);
    bodyOf(await staffCaller(server, ['director']).get(`/residents/${person.residentId}`));
    const { json, html, fileName } = await opened(person);
    expect(fileName).toBe('我的信息-2026-06-04');
    const { data, exportedAt } = JSON.parse(json) as { exportedAt: string; data: Record<string, { rows: unknown[] }> };
    expect(exportedAt).toBe(TEST_NOW);
    expect(data.profile?.rows).toMatchObject([{ idNumber: person.idNumber, phone: '13900139001' }]);
    const counts = Object.fromEntries(Object.entries(data).map(([key, { rows }]) => [key, rows.length]));
    expect(counts).toEqual({
      ...{ profile: 1, consents: 2, marks: 1, contracts: 0, bookings: 1, proxies: 0, corrections: 0, trail: 2 },
      ...{ calls: 0, buildingDays: 0, cards: 0, claims: 0, guardianships: 0, enrolments: 0, followUps: 0 },
      ...{ plans: 0, priorityGroups: 0, imported: 0, records: 0, recordEntries: 0, physicals: 0, tasks: 0 },
      ...{ taskReadings: 0, measurements: 0, measurementLimits: 0, screenings: 0 },
      ...{ lectureEntries: 0, lectureFeedbacks: 0, favouriteArticles: 0, readArticles: 0, healthPrescriptions: 0 },
      ...{ quizAttempts: 0, quizAnswers: 0, quizPrizes: 0 },
    });
    expect(html).toContain('王&#60;秀&#62;英');
    expect(html).not.toContain('王<秀>');
    expect(html).toContain('全科门诊');
  });

  it('holds nothing of anybody else', async () => {
    const other = await buildCitizen(server, { name: '赵钱孙', phone: '13900139002' });
    const { json } = await opened(await buildCitizen(server));
    for (const secret of [other.name, other.idNumber, '13900139002', other.residentId])
      expect(json).not.toContain(secret);
  });

  it('opens once, also when many try at the same moment', async () => {
    const person = await buildCitizen(server);
    const { id } = bodyOf(await make(person), 201);
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(person, id)));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 STATE_CONFLICT': 7 });
  });

  it('opens for 15 minutes', async () => {
    const person = await buildCitizen(server);
    const { id, expiresAt } = bodyOf(await make(person), 201);
    expect(expiresAt).toBe('2026-06-04T04:15:00.000Z');
    server.clock.advanceMinutes(15);
    expect(outcomeOf(await open(person, id))).toBe('409 STATE_CONFLICT');
  });

  it('is made once for a key, lies encrypted, and leaves nothing once it is opened', async () => {
    const person = await buildCitizen(server, { phone: '13900139003' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => make(person, 'one-key')));
    const ids = new Set(answers.map((answer) => bodyOf(answer, 201).id));
    expect(ids.size).toBe(1);
    const copies = server.deps.connection.collection('copies');
    const row = await copies.findOne({ residentId: person.residentId });
    expect(JSON.stringify(row)).not.toContain(person.idNumber);
    expect(row).toHaveProperty('sealed');
    bodyOf(await open(person, [...ids][0] ?? ''));
    expect(await copies.findOne({ residentId: person.residentId })).not.toHaveProperty('sealed');
  });

  it('is written down where the person sees it', async () => {
    const person = await buildCitizen(server);
    await opened(person);
    expect((await seeTrail(person)).items.map(({ action, kind, role }) => [action, kind, role])).toEqual([
      ['copy.open', 'export', 'self'],
      ['copy.create', 'export', 'self'],
    ]);
  });

  it('has a part of every feature that erases something', () => {
    const erasing = modules.filter(
      ({ personalStores, feature }) => personalStores && !['auth', 'notice'].includes(feature),
    );
    // The waiting list tells of what is over; a sign-in and messages are not told; emergencies and
    // merges stand in the trail.
    const silent = erasing.filter((module) => !module.personalData).map(({ feature }) => feature);
    expect(silent).toEqual(['waitlist', 'emergency', 'merge']);
  });
});
