import type { LegalText } from '@linkang/shared/api/contract.routes';
import type { ConsentState } from '@linkang/shared/api/resident.routes';
import { createDemoContract } from '@linkang/server/modules/contract';
import { bodyOf, faultsOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, cancel, openSession, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { buildApplication, buildTeam } from '../support/contracts';
import { Caller, type Answer } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  citizen = await buildCitizen(server);
});

interface States {
  items: ConsentState[];
}

const pathOf = ({ residentId }: Citizen): string => `/residents/${residentId}/consents`;
const answer = (who: Citizen, agreed: boolean, changes: Record<string, unknown> = {}): Promise<Answer<States>> => {
  const [{ version } = { version: '' }] = server.deps.config.consents;
  return who.caller.post<States>(pathOf(who), { purpose: 'service', version, agreed, ...changes });
};
const statusOf = ({ items }: States, purpose = 'service') => items.find((state) => state.purpose === purpose)?.status;
const rowsOf = ({ residentId }: Citizen) =>
  server.deps.connection.collection('consents').find({ residentId, purpose: 'service' }).sort({ seq: 1 }).toArray();
const dueOf = async ({ caller }: Citizen) => bodyOf(await caller.get<{ consentsDue: string[] }>('/me')).consentsDue;

/** Publishes a new version of a text of consent, as the console does. */
async function publish(kind: 'service' | 'sensitive', title: string): Promise<string> {
  const director = staffCaller(server, ['director']);
  const html = '<p>{{centreName}}，电话 {{centrePhone}}。第二版。</p>';
  const { rev } = bodyOf(await director.put<LegalText>(`/settings/texts/${kind}`, { rev: 0, title, html }));
  return bodyOf(await director.post<LegalText>(`/settings/texts/${kind}/publish`, { rev })).published.version;
}

describe('GET /residents/:id/consents', () => {
  it('tells the person and staff what was agreed to, when and where', async () => {
    const { items } = bodyOf(await citizen.caller.get<States>(pathOf(citizen)));
    expect(
      items.map(({ purpose, status, version, answeredVersion }) => [purpose, status, answeredVersion === version]),
    ).toEqual([
      ['service', 'agreed', true],
      ['sensitive', 'agreed', true],
    ]);
    expect(items[0]).toMatchObject({ answeredAt: TEST_NOW, channel: 'seed', required: true });
    const desk = staffCaller(server, ['desk'], 'desk-consents');
    expect(outcomeOf(await desk.get(pathOf(citizen)))).toBe('403 ACCESS_LIMITED');
    await putAtCounter(server, 'desk-consents', citizen.residentId);
    expect(bodyOf(await desk.get<States>(pathOf(citizen))).items).toEqual(items);
    const audits = server.deps.connection.collection('audits');
    expect(await audits.findOne({ staffId: 'desk-consents', result: 'done' })).toMatchObject({
      action: 'resident.consentState',
    });
  });

  it('is nobody else’s, not even a relative’s', async () => {
    const relative = await buildCitizen(server, { birthDay: '1984-03-12' });
    await buildProxy(server, relative, citizen, { scopes: ['book', 'report', 'record', 'consult'] });
    const missing = await relative.caller.get('/residents/000000000000000000000000/consents');
    for (const who of [relative, await buildCitizen(server)]) {
      expect(sameBody(await who.caller.get(pathOf(citizen)))).toEqual(sameBody(missing));
      const post = await who.caller.post(pathOf(citizen), { purpose: 'service', version: '1', agreed: false });
      expect(outcomeOf(post)).toBe('404 NOT_FOUND');
    }
    const anyone = new Caller(server.baseUrl);
    expect(outcomeOf(await anyone.get(pathOf(citizen)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await anyone.post(pathOf(citizen), {}))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await staffCaller(server, ['editor']).get(pathOf(citizen)))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await staffCaller(server, ['desk']).post(pathOf(citizen), {}))).toBe('403 FORBIDDEN');
  });
});

describe('POST /residents/:id/consents', () => {
  it.each([
    [{ purpose: 'album' }, 'body.purpose'],
    [{ version: '' }, 'body.version EMPTY'],
    [{ version: 'x'.repeat(33) }, 'body.version TOO_LONG'],
    [{ agreed: 'yes' }, 'body.agreed'],
  ])('names the fault of %j', async (changes, fault) => {
    const refused = await answer(citizen, false, changes);
    expect(outcomeOf(refused)).toBe('400 VALIDATION_FAILED');
    expect(faultsOf(refused).join()).toContain(fault);
  });

  it('takes back and agrees again by one call each, adding rows and changing none', async () => {
    const before = await rowsOf(citizen);
    expect(statusOf(bodyOf(await answer(citizen, false)))).toBe('withdrawn');
    expect(statusOf(bodyOf(await answer(citizen, true)))).toBe('agreed');
    const rows = await rowsOf(citizen);
    expect(rows.slice(0, before.length)).toEqual(before);
    expect(rows.slice(before.length)).toEqual([
      expect.objectContaining({ withdrawn: true, seq: 1, accountId: citizen.accountId, channel: 'h5' }),
      expect.objectContaining({ seq: 2, textHash: server.deps.config.consents[0]?.sha256, at: new Date(TEST_NOW) }),
    ]);
    const shown = server.deps.connection.collection<{ _id: string }>('shownTexts');
    for (const { textHash } of rows) expect(await shown.findOne({ _id: textHash as string })).not.toBeNull();
  });

  it('adds one row for ten repeats at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer(citizen, false)));
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect((await rowsOf(citizen)).filter((row) => row.withdrawn)).toHaveLength(1);
    expect(statusOf(bodyOf(await answer(citizen, false)))).toBe('withdrawn');
  });

  it('agrees to nothing but the present version', async () => {
    expect(outcomeOf(await answer(citizen, true, { version: '2019-1' }))).toBe('409 STATE_CONFLICT');
  });

  it('stops what is new online, for relatives too, and leaves the rest: looking, cancelling, the desk', async () => {
    const daughter = await buildCitizen(server, { birthDay: '1984-03-12' });
    await buildProxy(server, daughter, citizen, { scopes: ['book'] });
    const team = await buildTeam({ name: '青松团队' });
    const [first, second, third] = await Promise.all(
      ['2026-06-08', '2026-06-09', '2026-06-10'].map((day) => openSession(server, { day })),
    );
    const booked = bodyOf(await book(citizen, first?.id ?? ''), 201);
    const kept = bodyOf(await book(citizen, second?.id ?? ''), 201);
    bodyOf(await answer(citizen, false));

    const { residentId } = citizen;
    const wish = { sessionId: third?.id, residentId };
    const stopped = [
      await citizen.caller.post('/bookings', wish),
      await daughter.caller.post('/bookings', wish),
      await daughter.caller.post('/bookings/family', { items: [wish] }),
      await citizen.caller.post(`/bookings/${kept.id}/move`, { sessionId: third?.id }),
      await citizen.caller.post('/waitlist', { ...wish, autoAccept: false }),
      await citizen.caller.post('/contracts', buildApplication(citizen, team._id)),
    ];
    expect(stopped.map(outcomeOf)).toEqual(Array(6).fill('403 CONSENT_REQUIRED'));

    expect(outcomeOf(await citizen.caller.get(`/bookings?residentId=${residentId}`))).toBe('200');
    expect(outcomeOf(await cancel(citizen, booked.id))).toBe('200');
    expect(outcomeOf(await citizen.caller.get(`/residents/${residentId}`))).toBe('200');
    const byDesk = await staffCaller(server, ['desk']).post('/bookings', wish);
    expect(outcomeOf(byDesk)).toBe('201');
    expect(outcomeOf(await book(await buildCitizen(server), third?.id ?? ''))).toBe('201');

    bodyOf(await answer(citizen, true));
    expect(outcomeOf(await book(citizen, first?.id ?? ''))).toBe('201');
  });

  it('stops by either of two needed consents until both stand', async () => {
    const { id } = await openSession(server, { day: '2026-06-11' });
    const sensitive = server.deps.config.consents.find(({ purpose }) => purpose === 'sensitive');
    const other = { purpose: 'sensitive', version: sensitive?.version };
    bodyOf(await answer(citizen, false));
    bodyOf(await answer(citizen, false, other));
    bodyOf(await answer(citizen, true));
    expect(outcomeOf(await book(citizen, id))).toBe('403 CONSENT_REQUIRED');
    bodyOf(await answer(citizen, true, other));
    expect(outcomeOf(await book(citizen, id))).toBe('201');
  });

  it('does not undo the past: contracts stand, and the row of the desk is not touched', async () => {
    const application = {
      residentId: citizen.residentId,
      teamId: 'team-1',
      packageCodes: [],
      termYears: 1,
      signedAt: server.clock.now(),
      signedBy: citizen.accountId,
      decidedBy: 'staff-test',
    };
    const contractId = await createDemoContract(server.deps, application);
    bodyOf(await answer(citizen, false));
    expect(bodyOf(await citizen.caller.get(`/contracts/${contractId}`)).status).toBe('active');
  });
});

describe('a new version', () => {
  it('asks again at the next use, and only those who have not read it', async () => {
    const later = await buildCitizen(server);
    expect(await dueOf(citizen)).toEqual([]);
    const version = await publish('service', '隐私说明');
    expect(await dueOf(citizen)).toEqual(['service']);
    const states = bodyOf(await citizen.caller.get<States>(pathOf(citizen)));
    expect(states.items[0]).toMatchObject({ status: 'outdated', version });
    expect(states.items[0]?.answeredVersion).not.toBe(version);
    bodyOf(await answer(citizen, true, { version }));
    expect(await dueOf(citizen)).toEqual([]);
    expect(await dueOf(later)).toEqual(['service']);
    // Somebody who takes it back is not asked at each start.
    bodyOf(await answer(later, false, { version }));
    expect(await dueOf(later)).toEqual([]);
  });
});
