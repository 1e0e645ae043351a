import { createDemoContract } from '@linkang/server/modules/contract';
import { createStaff } from '@linkang/server/modules/staff';
import { createApp } from '@linkang/server/app';
import { modules } from '@linkang/server/modules';
import { mountModule } from '@linkang/server/platform/http/mount';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { RouteDef } from '@linkang/shared/api/route';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { randomUUID } from 'node:crypto';
import Router from '@koa/router';
import { bodyOf, outcomeOf, sameBody } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { book, buildCitizen, buildLectureBody, openSession, staffCaller, type Citizen } from '../support/clinic';
import { SIGNED } from '../support/contracts';
import { Caller, type Answer } from '../support/http';
import {
  keepClaim,
  keepFollowUp,
  keepGuardianship,
  keepPrescription,
  keepQuestion,
  keepReport,
} from '../support/own-routes';
import { askToActFor } from '../support/proxies';
import { buildReading, enter } from '../support/measurements';
import { startServer, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const roles: PolicyRole[] = ['director', 'doctor', 'nurse', 'desk', 'editor', 'admin', 'publicHealth', 'auditor'];
const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);

let server: TestServer;
let staffIds: Record<PolicyRole, string>;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  citizen = await buildCitizen(server);
  const made = roles.map(async (role) => {
    const person = {
      username: `policy-${role}`,
      name: '林若溪',
      title: '医生',
      roles: [role],
      // Without it nobody may import, whatever the role.
      ...(policies['import.list'].staff?.includes(role) ? { rights: ['importRecords' as const] } : {}),
      teamIds: [],
      demo: false,
    };
    return [role, (await createStaff({ ...person, password: STAFF_PASSWORD }))?.id ?? ''] as const;
  });
  staffIds = Object.fromEntries(await Promise.all(made)) as Record<PolicyRole, string>;
});
afterAll(() => server.stop());

const call = (caller: Caller, route: RouteDef, id = MISSING, body: unknown = {}): Promise<Answer> =>
  caller.send(
    route.method.toUpperCase(),
    route.path.replace(':id', encodeURIComponent(id)),
    route.method === 'get' ? undefined : body,
  );

/** A token of its own for each call: some of them sign out. */
const callerOf = (kind: 'anonymous' | 'resident' | PolicyRole): Caller => {
  const anyone = new Caller(server.baseUrl);
  if (kind === 'anonymous') return anyone;
  const signInId = randomUUID();
  const { accountId, residentId } = citizen;
  return anyone.as(
    server.deps.tokens.signAccess(
      kind === 'resident'
        ? { kind, accountId, signInId, ownResidentId: residentId }
        : { kind: 'staff', accountId: staffIds[kind], signInId, roles: [kind], teamIds: [] },
    ),
  );
};

const expectedOf = (name: RouteName, kind: 'anonymous' | 'resident' | PolicyRole): string => {
  const row = policies[name];
  if (row.public) return 'may';
  if (kind === 'anonymous') return '401 AUTH_REQUIRED';
  if (kind === 'resident') return row.resident ? 'may' : '403 FORBIDDEN';
  return row.staff?.includes(kind) ? 'may' : '403 FORBIDDEN';
};

describe.each(routes)('%s', (name, route) => {
  it.each(['anonymous', 'resident', ...roles] as const)(
    'lets in or refuses %s as the policy table says',
    async (kind) => {
      const answer = await call(callerOf(kind), route);
      expect(answer.status).toBeLessThan(500);
      const refused = answer.status === 401 || answer.status === 403;
      expect(refused ? outcomeOf(answer) : 'may').toBe(expectedOf(name, kind));
    },
  );
});

/** A reading that was taken back. */
async function keepTakenBack(citizen: Citizen): Promise<string> {
  const { id } = bodyOf(await enter(citizen, { takenAt: '2026-06-04T02:00:00.000Z' }), 201);
  bodyOf(await citizen.caller.post(`/measurements/${id}/withdrawal`, { rev: 0 }));
  return id;
}

describe('what belongs to one resident', () => {
  /** An object of `citizen` for each route with an id that is open to residents, and a body that is accepted. */
  const samples: Partial<Record<RouteName, { id: string; body?: unknown }>> = {};
  let bookingId: string;
  let contractId: string;
  let lectureId: string;

  beforeAll(async () => {
    const { id } = await openSession(server);
    bookingId = bodyOf(await book(citizen, id), 201).id;
    contractId =
      (await createDemoContract(server.deps, {
        residentId: citizen.residentId,
        teamId: 'team-1',
        packageCodes: [],
        termYears: 1,
        signedAt: server.clock.now(),
        signedBy: citizen.accountId,
        decidedBy: staffIds.director,
      })) ?? '';
    const editor = staffCaller(server, ['editor']);
    const lecture = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody()), 201);
    lectureId = bodyOf(await editor.post<Lecture>(`/lectures/${lecture.id}/publish`)).id;
    const { residentId } = citizen;
    const full = await openSession(server, { day: '2026-06-11', capacity: 1 });
    bodyOf(await book(await buildCitizen(server), full.id), 201);
    const waiting = await citizen.caller.post<{ id: string }>('/waitlist', { sessionId: full.id, residentId });
    const entryId = bodyOf(waiting, 201).id;
    const proxyId = (await askToActFor(server, await buildCitizen(server), citizen)).id;
    const leaving = await citizen.caller.post<{ id: string }>(`/residents/${residentId}/closure`, { agreed: true });
    const copied = await citizen.caller.post<{ id: string }>(`/residents/${residentId}/copies`);
    Object.assign(samples, {
      'resident.get': { id: residentId },
      'resident.update': { id: residentId, body: { rev: 0, phone: null } },
      'contract.get': { id: contractId },
      'contract.signature': { id: contractId },
      'contract.signedText': { id: contractId },
      'contract.withdraw': { id: contractId },
      'contract.renew': { id: contractId, body: SIGNED },
      'contract.transfer': { id: contractId, body: { ...SIGNED, teamId: 'team-2' } },
      'booking.get': { id: bookingId },
      'booking.cancel': { id: bookingId },
      'booking.acceptOffer': { id: bookingId },
      'booking.declineOffer': { id: bookingId },
      'booking.move': { id: bookingId, body: { sessionId: id } },
      'booking.appeal': { id: bookingId, body: { text: '住院了' } },
      'waitlist.get': { id: entryId },
      'waitlist.accept': { id: entryId, body: {} },
      'waitlist.leave': { id: entryId },
      'lecture.register': { id: lectureId, body: { residentId } },
      'lecture.checkIn': { id: lectureId, body: { code: '0'.repeat(18), residentIds: [residentId] } },
      'lecture.feedback': { id: lectureId, body: { residentId, rating: 'good' } },
      'notice.next': { id: residentId },
      'proxy.confirm': { id: proxyId, body: {} },
      'proxy.reject': { id: proxyId },
      'proxy.revoke': { id: proxyId },
      'queue.place': { id: bookingId },
      'queue.code': { id: bookingId },
      'proxy.deeds': { id: residentId },
      'proxy.narrow': { id: proxyId, body: { scopes: ['book'] } },
      'claim.sendCode': { id: await keepClaim(server, citizen) },
      'claim.verify': { id: await keepClaim(server, citizen), body: { code: '123456' } },
      'resident.consentState': { id: residentId },
      'resident.saveConsent': { id: residentId, body: { purpose: 'service', version: '2026-1', agreed: true } },
      'trail.ofResident': { id: residentId },
      'closure.ofResident': { id: residentId },
      'closure.create': { id: residentId, body: { agreed: true } },
      'copy.create': { id: residentId },
      'correction.create': { id: residentId, body: { field: 'sex', right: 'male', reason: '登记错了' } },
      'correction.ofResident': { id: residentId },
      'plan.ofResident': { id: residentId },
      'record.get': { id: residentId },
      'record.versions': { id: residentId },
      'record.timeline': { id: residentId },
      'prescription.ofResident': { id: residentId },
      'quiz.addAttempt': {
        id: residentId,
        body: { answers: [{ questionId: await keepQuestion(server), choice: 'A' }], seconds: null },
      },
      'quiz.attempts': { id: residentId },
      'prescription.get': { id: await keepPrescription(server, citizen) },
      'copy.open': { id: bodyOf(copied, 201).id },
      'closure.undo': { id: bodyOf(leaving, 201).id },
      'resident.addIdNumber': { id: residentId, body: { rev: 0, idNumber: citizen.idNumber } },
      'guardian.ofResident': { id: residentId },
      'guardian.add': { id: residentId, body: { name: '王秀英', idNumber: citizen.idNumber, relationship: 'mother' } },
      'guardian.accept': { id: await keepGuardianship(server, citizen) },
      'guardian.end': { id: await keepGuardianship(server, citizen), body: {} },
      'followup.ofResident': { id: residentId },
      'followup.versions': { id: (await keepFollowUp(server, citizen)).followUpId },
      'measurement.create': { id: residentId, body: buildReading() },
      'measurement.list': { id: residentId },
      'measurement.withdraw': {
        id: bodyOf(await enter(citizen, { takenAt: '2026-06-04T03:00:00.000Z' }), 201).id,
        body: { rev: 0 },
      },
      'measurement.restore': { id: await keepTakenBack(citizen), body: { rev: 1 } },
      'measurement.wish': { id: residentId, body: { told: true } },
      'task.ofResident': { id: residentId },
      'physical.report': { id: (await keepReport(server, citizen)).physicalId },
      'physical.ofResident': { id: residentId },
    });
  });

  const own = routes.filter(([name, route]) => policies[name].resident === 'own' && route.path.includes(':id'));

  it.each(own)('%s answers to another resident as if it were not there', async (name, route) => {
    const sample = samples[name];
    if (!sample) throw new Error(`${name} has no object to try it with: add one`);
    const other = await buildCitizen(server);
    const answer = await call(other.caller, route, sample.id, sample.body);
    expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
    expect(sameBody(answer)).toEqual(sameBody(await call(other.caller, route, MISSING, sample.body)));
  });

  it.each(own)('%s answers to the resident', async (name, route) => {
    const sample = samples[name];
    const answer = await call(citizen.caller, route, sample?.id, sample?.body);
    expect(outcomeOf(answer)).not.toBe('404 NOT_FOUND');
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['booking.list', 'contract.list'] as const)('%s lists nothing of another resident', async (name) => {
    const route = routes.find(([other]) => other === name)?.[1] as RouteDef;
    const other = await buildCitizen(server);
    const listOf = (residentId: string) => other.caller.get(`${route.path}?residentId=${residentId}`);
    expect(outcomeOf(await listOf(citizen.residentId))).toBe('404 NOT_FOUND');
    expect(sameBody(await listOf(citizen.residentId))).toEqual(sameBody(await listOf(MISSING)));
    expect(bodyOf(await listOf(other.residentId))).toEqual({ items: [], nextCursor: null });
  });
});

describe('mounting', () => {
  const router = () => new Router({ prefix: '/api/v1' });
  const booking = modules.find((module) => module.feature === 'booking');
  if (!booking) throw new Error('no booking module');

  it('refuses a route without a handler', () => {
    const without = { ...booking, handlers: () => ({ ...booking.handlers(server.deps), cancel: undefined as never }) };
    expect(() => mountModule(router, without, server.deps)).toThrow('route booking.cancel has no handler');
  });

  it('refuses a route without a row of the policy table', () => {
    const rows = policies as Record<string, unknown>;
    const row = rows['booking.cancel'];
    delete rows['booking.cancel'];
    try {
      expect(() => mountModule(router, booking, server.deps)).toThrow(
        'route booking.cancel has no handler or no policy row',
      );
    } finally {
      rows['booking.cancel'] = row;
    }
  });

  it('refuses a feature without a module', () => {
    const fewer = modules.filter((module) => module.feature !== 'booking');
    expect(() => createApp(server.deps, fewer, {}, { ready: true })).toThrow('features without a module: booking');
  });
});
