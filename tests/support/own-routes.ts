import { createDemoContract } from '@linkang/server/modules/contract';
import { createDemoPhysical } from '@linkang/server/modules/physical';
import { findTasksFrom, proposeTasks } from '@linkang/server/modules/task';
import { generateFollowUps } from '@linkang/server/modules/followup';
import { createDemoPrescriptions } from '@linkang/server/modules/prescription';
import { createDemoQuiz } from '@linkang/server/modules/quiz';
import { putWholeRecord } from '@linkang/server/modules/record';
import { placeOf } from '@linkang/server/platform/keyring';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { policyTable } from '@linkang/shared/api/policy';
import { bodyOf } from './answers';
import { buildIdNumber } from './builders';
import { book, buildCitizen, buildLectureBody, openSession, staffCaller, type Citizen } from './clinic';
import { buildApplication, buildTeam, SIGNATURE } from './contracts';
import type { Answer } from './http';
import { enter } from './measurements';
import { drawPicture, sendFile } from './pictures';
import { askToActFor } from './proxies';
import type { TestServer } from './server';

type Table = typeof policyTable;

/** Routes of residents whose object belongs to one person. */
export type OwnRoute = {
  [Name in keyof Table]: Table[Name] extends { resident: 'own' } ? Name : never;
}[keyof Table];

/** Routes that are open to anybody and show more for a person who is named. */
export type NamedRoute = 'session.list' | 'session.get' | 'contract.packages';

/** A person with one of everything. */
export interface Owned {
  server: TestServer;
  person: Citizen;
  /** A session with many free seats. */
  sessionId: string;
  bookingId: string;
  contractId: string;
  teamId: string;
  lectureId: string;
  /** An entry in a waiting list. */
  entryId: string;
  /** Somebody else's request to act for the person. */
  proxyId: string;
  /** A claim of the person's account, which has come to its end. */
  claimId: string;
  /** The person's wish to close the account. */
  closureId: string;
  /** A copy of the person's data, not opened yet. */
  copyId: string;
  /** An urgent reading of the person. */
  measurementId: string;
  /** That the person was a guardian once. */
  guardianshipId: string;
  /** A released report, and a task that came of it. */
  physicalId: string;
  taskId: string;
  /** A programme that the person is in, and a visit in it. */
  enrolmentId: string;
  followUpId: string;
  /** A health prescription that the person was given. */
  prescriptionId: string;
}

/** A claim of the person's own account, as it is left behind. */
export async function keepClaim(server: TestServer, person: Citizen): Promise<string> {
  const id = `claim-${person.accountId}`;
  const now = server.clock.now();
  const row = {
    accountId: person.accountId,
    idHash: 'hash',
    name: server.deps.keyring.encrypt(person.name, placeOf('claims', 'name', id)),
    residentId: person.residentId,
    status: 'done',
    deskNumber: '123456',
    consents: [],
    userAgent: '',
    createdAt: now,
    expiresAt: now,
    endedAt: now,
  };
  const claims = server.deps.connection.collection<{ _id: string }>('claims');
  await claims.updateOne({ _id: id }, { $set: row }, { upsert: true });
  return id;
}

/** That a person was a guardian, as it is left behind; staff are asked for a ground for the child, here the same person. */
export async function keepGuardianship(server: TestServer, person: Citizen): Promise<string> {
  const id = `guardianship-${person.accountId}`;
  const now = server.clock.now();
  const row = {
    residentId: person.residentId,
    guardianResidentId: person.residentId,
    target: 'hash',
    askedName: server.deps.keyring.encrypt(person.name, placeOf('guardianships', 'askedName', id)),
    relationship: 'guardian',
    status: 'ended',
    addedBy: 'desk',
    addedByAccount: 'staff-test',
    createdAt: now,
    since: now,
    endedAt: now,
    endedBy: 'staff-test',
    rev: 1,
  };
  const guardianships = server.deps.connection.collection<{ _id: string }>('guardianships');
  await guardianships.updateOne({ _id: id }, { $set: row }, { upsert: true });
  return id;
}

/** A released check-up of the person, and a task that came of it. */
export async function keepReport(
  server: TestServer,
  { residentId }: Citizen,
): Promise<Pick<Owned, 'physicalId' | 'taskId'>> {
  const physicalId = `physical-${residentId}`;
  await createDemoPhysical(server.deps, {
    ...{ id: physicalId, residentId, birthDay: '1958-03-12', sex: 'female', known: [], teamId: null },
    ...{ day: '2026-06-02', releasedBy: 'staff-test', values: {}, summary: '好', guidance: '走路', owes: false },
  });
  const about = { residentId, teamId: null, source: 'physical', sourceId: physicalId, ruleId: 'B2' } as const;
  const what = { kind: 'recheck', subject: 'bloodPressure', say: '换一天复测', because: '左臂高压162mmHg' } as const;
  await proposeTasks(server.deps, [{ ...about, ...what, urgent: false, dueDay: '2026-06-16' }], server.clock.now());
  const [task] = await findTasksFrom('physical', physicalId);
  return { physicalId, taskId: task?._id ?? '' };
}

/** That a person is in care for high blood pressure, with a visit; nobody who tries the routes is their doctor. */
export async function keepFollowUp(
  server: TestServer,
  { residentId }: Citizen,
): Promise<{ enrolmentId: string; followUpId: string }> {
  await generateFollowUps(server.deps, [
    {
      residentId,
      birthDay: '1958-03-12',
      communityId: null,
      programme: 'HTN',
      doctorId: 'staff-test',
      teamId: null,
      sinceDay: '2026-05-01',
      untilDay: '2026-05-20',
      seed: 'owned',
    },
  ]);
  return { enrolmentId: `enrolment-HTN-${residentId}`, followUpId: `followup-HTN-0-${residentId}` };
}
/** The person's health record with a first part. */
export const keepRecord = (
  server: TestServer,
  { residentId }: Pick<Citizen, 'residentId'>,
  teamId: string | null = null,
) =>
  putWholeRecord(server.deps, {
    ...{ residentId, teamId, doctorId: null, tags: ['LivesAlone'], openedDay: '2026-01-05', electronic: true },
    ...{ by: 'staff-test', at: server.clock.now() },
    parts: { allergies: { values: { drugs: ['青霉素'] }, rows: [] } },
  });

/** A health prescription of the person. @returns its id */
export async function keepPrescription(server: TestServer, { residentId }: Citizen): Promise<string> {
  await createDemoPrescriptions(server.deps, { residentId, doctorId: 'staff-test' });
  return `prescription-HTN-${residentId}`;
}

/** A released question of the quiz. @returns its id */
export async function keepQuestion(server: TestServer): Promise<string> {
  await createDemoQuiz(server.deps, 'staff-test');
  return 'Q01';
}

/** Books, waits, signs and asks, so that there is one object of each kind. */
export async function buildOwned(server: TestServer, person: Citizen): Promise<Owned> {
  const { residentId, accountId, caller } = person;
  const sessionId = (await openSession(server, { capacity: 200 })).id;
  const bookingId = bodyOf(await book(person, (await openSession(server, { day: '2026-06-09' })).id), 201).id;
  const full = await openSession(server, { day: '2026-06-11', capacity: 1 });
  bodyOf(await book(await buildCitizen(server), full.id), 201);
  const entry = await caller.post<{ id: string }>('/waitlist', { sessionId: full.id, residentId });
  const editor = staffCaller(server, ['editor']);
  const body = buildLectureBody({ day: '2026-06-10', capacity: 200 });
  const lectureId = bodyOf(await editor.post<Lecture>('/lectures', body), 201).id;
  bodyOf(await editor.post<Lecture>(`/lectures/${lectureId}/publish`));
  const teamId = (await buildTeam({ name: '青松团队' }))._id;
  const contractId = await createDemoContract(server.deps, {
    residentId,
    teamId,
    packageCodes: [],
    termYears: 1,
    signedAt: server.clock.now(),
    signedBy: accountId,
    decidedBy: 'staff-test',
  });
  await keepRecord(server, person, teamId);
  const { id: proxyId } = await askToActFor(server, await buildCitizen(server), person);
  const photo = await drawPicture(40, 30, 'jpeg');
  bodyOf(
    await sendFile(staffCaller(server, ['director']), 'PUT', `/proxies/${proxyId}/paper`, photo, {
      type: 'image/jpeg',
    }),
  );
  const closure = await caller.post<{ id: string }>(`/residents/${residentId}/closure`, { agreed: true });
  const copy = await caller.post<{ id: string }>(`/residents/${residentId}/copies`);
  return {
    ...{ server, person, sessionId, bookingId, lectureId, proxyId },
    contractId: contractId ?? '',
    teamId,
    entryId: bodyOf(entry, 201).id,
    claimId: await keepClaim(server, person),
    closureId: bodyOf(closure, 201).id,
    copyId: bodyOf(copy, 201).id,
    guardianshipId: await keepGuardianship(server, person),
    ...(await keepReport(server, person)),
    ...(await keepFollowUp(server, person)),
    prescriptionId: await keepPrescription(server, person),
    measurementId: bodyOf(
      await enter(person, { takenAt: server.clock.now().toISOString(), values: { sbp: 182, dbp: 112 } }),
      201,
    ).id,
  };
}

/** An ID number that nobody has. */
const ADULT = buildIdNumber({ birthDay: '1971-01-01' });

type Call = (citizen: Citizen) => Promise<Answer>;

/**
 * One call of each route about a person, by whoever tries; what it changes is refused or repeated harmlessly.
 * @param get gives the person's objects when a call is made
 */
export const callsOf = (get: () => Owned): Record<OwnRoute | NamedRoute, Call> => ({
  'booking.create': ({ caller }) => caller.post('/bookings', wishOf(get())),
  'booking.list': ({ caller }) => caller.get(`/bookings?residentId=${get().person.residentId}`),
  'booking.get': ({ caller }) => caller.get(`/bookings/${get().bookingId}`),
  'booking.cancel': ({ caller }) => caller.post(`/bookings/${get().bookingId}/cancel`),
  'booking.acceptOffer': ({ caller }) => caller.post(`/bookings/${get().bookingId}/accept-offer`),
  'booking.declineOffer': ({ caller }) => caller.post(`/bookings/${get().bookingId}/decline-offer`),
  'booking.move': ({ caller }) => caller.post(`/bookings/${get().bookingId}/move`, { sessionId: get().sessionId }),
  'booking.family': ({ caller }) => caller.post('/bookings/family', { items: [wishOf(get())] }),
  'booking.appeal': ({ caller }) => caller.post(`/bookings/${get().bookingId}/appeal`, { text: '住院了' }),
  'correction.create': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/corrections`, {
      field: 'sex',
      right: 'male',
      reason: '登记错了',
    }),
  'plan.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/plan`),
  'correction.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/corrections`),
  'record.get': ({ caller }) => caller.get(`/residents/${get().person.residentId}/record`),
  'record.versions': ({ caller }) => caller.get(`/residents/${get().person.residentId}/record/entries?kind=allergies`),
  'record.timeline': ({ caller }) => caller.get(`/residents/${get().person.residentId}/timeline`),
  'lecture.register': ({ caller }) =>
    caller.post(`/lectures/${get().lectureId}/registrations`, { residentId: get().person.residentId }),
  'lecture.checkIn': ({ caller }) => {
    const { residentId } = get().person;
    const body = { code: '0'.repeat(18), residentIds: [residentId], residentId };
    return caller.post(`/lectures/${get().lectureId}/check-in`, body);
  },
  'lecture.feedback': ({ caller }) =>
    caller.post(`/lectures/${get().lectureId}/feedback`, { residentId: get().person.residentId, rating: 'good' }),
  'notice.next': ({ caller }) => caller.get(`/residents/${get().person.residentId}/next`),
  'resident.get': ({ caller }) => caller.get(`/residents/${get().person.residentId}`),
  'resident.update': ({ caller }) => caller.put(`/residents/${get().person.residentId}`, { rev: 999, elderMode: true }),
  'resident.consentState': ({ caller }) => caller.get(`/residents/${get().person.residentId}/consents`),
  'resident.saveConsent': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/consents`, {
      purpose: 'service',
      version: 'none',
      agreed: true,
    }),
  'contract.create': ({ caller }) => caller.post('/contracts', buildApplication(get().person, get().teamId)),
  'contract.list': ({ caller }) => caller.get(`/contracts?residentId=${get().person.residentId}`),
  'contract.get': ({ caller }) => caller.get(`/contracts/${get().contractId}`),
  'contract.signature': ({ caller }) => caller.get(`/contracts/${get().contractId}/signature`),
  'contract.signedText': ({ caller }) => caller.get(`/contracts/${get().contractId}/text`),
  'contract.withdraw': ({ caller }) => caller.post(`/contracts/${get().contractId}/withdraw`),
  'contract.renew': ({ caller }) =>
    caller.post(`/contracts/${get().contractId}/renew`, { textVersion: '2026-1', signature: SIGNATURE }),
  'contract.transfer': ({ caller }) =>
    caller.post(`/contracts/${get().contractId}/transfer`, {
      teamId: get().teamId,
      textVersion: '2026-1',
      signature: SIGNATURE,
    }),
  'contract.packages': ({ caller }) => caller.get(`/service-packages?residentId=${get().person.residentId}`),
  'session.list': ({ caller }) =>
    caller.get(`/sessions?fromDay=2026-06-08&toDay=2026-06-09&residentId=${get().person.residentId}`),
  'session.get': ({ caller }) => caller.get(`/sessions/${get().sessionId}?residentId=${get().person.residentId}`),
  'waitlist.join': ({ caller }) => caller.post('/waitlist', wishOf(get())),
  'waitlist.list': ({ caller }) => caller.get(`/waitlist?residentId=${get().person.residentId}`),
  'waitlist.get': ({ caller }) => caller.get(`/waitlist/${get().entryId}`),
  'waitlist.accept': ({ caller }) => caller.post(`/waitlist/${get().entryId}/accept`, {}),
  'waitlist.leave': ({ caller }) => caller.post(`/waitlist/${get().entryId}/leave`),
  'queue.place': ({ caller }) => caller.get(`/bookings/${get().bookingId}/queue`),
  'queue.code': ({ caller }) => caller.get(`/bookings/${get().bookingId}/code`),
  'queue.arrive': async ({ caller }) => {
    const { server, bookingId } = get();
    const { code } = bodyOf(await staffCaller(server, ['desk']).get('/check-ins/desk-code'));
    return caller.post('/check-ins', { code, bookingId });
  },
  'proxy.confirm': ({ caller }) => caller.post(`/proxies/${get().proxyId}/confirm`, {}),
  'proxy.reject': ({ caller }) => caller.post(`/proxies/${get().proxyId}/reject`),
  'proxy.revoke': ({ caller }) => caller.post(`/proxies/${get().proxyId}/revoke`),
  'proxy.deeds': ({ caller }) => caller.get(`/residents/${get().person.residentId}/deeds`),
  'proxy.narrow': ({ caller }) => caller.post(`/proxies/${get().proxyId}/narrow`, { scopes: ['book'] }),
  'claim.sendCode': ({ caller }) => caller.post(`/claims/${get().claimId}/code`),
  'claim.verify': ({ caller }) => caller.post(`/claims/${get().claimId}/verify`, { code: '123456' }),
  'trail.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/audit`),
  'closure.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/closure`),
  'closure.create': ({ caller }) => caller.post(`/residents/${get().person.residentId}/closure`, { agreed: true }),
  'closure.undo': ({ caller }) => caller.post(`/closures/${get().closureId}/undo`),
  'copy.create': ({ caller }) => caller.post(`/residents/${get().person.residentId}/copies`),
  'copy.open': ({ caller }) => caller.post(`/copies/${get().copyId}/open`),
  'resident.addIdNumber': ({ caller }) =>
    caller.put(`/residents/${get().person.residentId}/id-number`, { rev: 999, idNumber: get().person.idNumber }),
  'guardian.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/guardians`),
  'guardian.add': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/guardians`, {
      name: '王秀英',
      idNumber: ADULT,
      relationship: 'mother',
    }),
  'guardian.accept': ({ caller }) => caller.post(`/guardianships/${get().guardianshipId}/accept`),
  'followup.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/follow-ups`),
  'followup.versions': ({ caller }) => caller.get(`/follow-ups/${get().followUpId}/versions`),
  'guardian.end': ({ caller }) => caller.post(`/guardianships/${get().guardianshipId}/end`, {}),
  'prescription.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/health-prescriptions`),
  'prescription.get': ({ caller }) => caller.get(`/given-health-prescriptions/${get().prescriptionId}`),
  'quiz.addAttempt': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/quiz-attempts`, {
      answers: [{ questionId: 'none', choice: 'A' }],
      seconds: null,
    }),
  'quiz.attempts': ({ caller }) => caller.get(`/residents/${get().person.residentId}/quiz-attempts`),
  'task.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/tasks`),
  'physical.report': ({ caller }) => caller.get(`/physicals/${get().physicalId}/report`),
  'physical.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/physicals`),
  'measurement.create': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/measurements`, {
      kind: 'weight',
      values: { weight: 60 },
      takenAt: get().server.clock.now().toISOString(),
    }),
  'measurement.list': ({ caller }) =>
    caller.get(`/residents/${get().person.residentId}/measurements?kind=weight&fromDay=2026-06-01&toDay=2026-06-09`),
  'measurement.withdraw': ({ caller }) => caller.post(`/measurements/${get().measurementId}/withdrawal`, { rev: 999 }),
  'measurement.restore': ({ caller }) => caller.post(`/measurements/${get().measurementId}/restoration`, { rev: 999 }),
  'measurement.wish': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/measurement-wish`, { told: true }),
});

const wishOf = ({ sessionId, person }: Owned) => ({ sessionId, residentId: person.residentId });
