import type { Feature, RouteTable } from '@linkang/shared/api/index';
import { bodyOf } from './answers';
import { staffCaller } from './clinic';
import { buildPaperApplication } from './contracts';
import type { Answer, Caller } from './http';
import { sendFile } from './pictures';
import type { NamedRoute, Owned, OwnRoute } from './own-routes';

type KeyOf<F extends Feature> = Extract<keyof RouteTable[F], string>;

/** Every route whose address names an object. */
type IdRoute = {
  [F in Feature]: {
    [K in KeyOf<F>]: RouteTable[F][K] extends { path: `${string}:${string}` } ? `${F}.${K}` : never;
  }[KeyOf<F>];
}[Feature];

/** Routes of staff about one person whose address names nobody. */
type NamingRoute =
  | 'emergency.start'
  | 'card.list'
  | 'card.issue'
  | 'card.print'
  | 'bulk.create'
  | 'trail.search'
  | 'merge.list'
  | 'physical.open'
  | 'contract.signOnSite';

/** What names an object and is nobody's own, and what staff do for a person whom the request names. */
export type HouseRoute = Exclude<IdRoute, OwnRoute | NamedRoute> | NamingRoute;

/** What belongs to the house. */
const theHouses = {
  'article.get': null,
  'article.update': null,
  'article.publish': null,
  'article.withdraw': null,
  'article.work': null,
  'article.saveWork': null,
  'article.submit': null,
  'article.approve': null,
  'article.sendBack': null,
  'article.schedule': null,
  'article.versions': null,
  'article.version': null,
  'article.restore': null,
  'article.copy': null,
  'article.saveCopy': null,
  'article.dropCopy': null,
  'lecture.get': null,
  'lecture.update': null,
  'lecture.publish': null,
  'lecture.cancel': null,
  'lecture.code': null,
  'lecture.attendance': null,
  'lecture.addCounted': null,
  'lecture.withdrawEntry': null,
  'lecture.mine': null,
  'lecture.record': null,
  'lecture.saveRecord': null,
  'lecture.finish': null,
  'lecture.reopen': null,
  'session.update': null,
  'session.suspend': null,
  'session.resume': null,
  'session.capacity': null,
  'centre.updateCommunity': null,
  'centre.updateRoom': null,
  'centre.settingHistory': null,
  'team.get': null,
  'team.update': null,
  'staff.update': null,
  'staff.resetPassword': null,
  'staff.resetOtp': null,
  'file.get': null,
  'announcement.end': null,
  'doctor.get': null,
  'doctor.update': null,
  'doctor.introduce': null,
  'contract.textVersions': null,
  'contract.saveTextDraft': null,
  'contract.publishText': null,
  'contract.end': null,
  'correction.get': null,
  'correction.answer': null,
  'schedule.getTemplate': null,
  'schedule.updateTemplate': null,
  'schedule.removeTemplate': null,
  'schedule.updateDay': null,
  'schedule.removeDay': null,
  'schedule.daySessions': null,
  'notice.tickCall': null,
  'bulk.get': null,
  'emergency.review': null,
  'screening.event': null,
  'screening.addEntry': null,
  'screening.entries': null,
  'screening.link': null,
  'screening.settle': null,
  'screening.withdraw': null,
  'export.approve': null,
  'export.refuse': null,
  'export.open': null,
  'area.updateCell': null,
  'import.get': null,
  'import.start': null,
  'import.faults': null,
  'education.board': null,
  'education.updateBoard': null,
  'education.changes': null,
  'education.addChange': null,
  'education.updateChange': null,
  'education.withdrawChange': null,
  'education.material': null,
  'education.updateMaterial': null,
  'education.entries': null,
  'education.addEntry': null,
  'education.updateEntry': null,
  'education.withdrawEntry': null,
  'prescription.versions': null,
  'prescription.propose': null,
  'prescription.release': null,
  'quiz.updateQuestion': null,
  'quiz.retireQuestion': null,
  'quiz.endContest': null,
  'quiz.startRound': null,
  'quiz.endRound': null,
  'quiz.live': null,
  'quiz.answer': null,
  'quiz.ranking': null,
  'quiz.standings': null,
  'quiz.givePrize': null,
  'reading.related': null,
  'reading.count': null,
  'reading.isFavourite': null,
  'reading.keep': null,
  'reading.remember': null,
} as const;

type Call = (who: { caller: Caller }) => Promise<Answer>;

/** An object of a person that staff reach by it. */
const onBooking =
  (get: () => Owned, deed: string, body?: unknown): Call =>
  ({ caller }) =>
    caller.post(`/bookings/${get().bookingId}/${deed}`, body);

/**
 * One call of each other route that names an object: of the person where it is about one, and `null` where it is the
 * house's, of which the role alone decides.
 */
export const houseCallsOf = (get: () => Owned): Record<HouseRoute, Call | null> => ({
  'resident.standing': ({ caller }) => caller.get(`/residents/${get().person.residentId}/standing`),
  'resident.reveal': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/reveal`, { reason: 'atCounter' }),
  'resident.flags': ({ caller }) => caller.get(`/residents/${get().person.residentId}/flags`),
  'resident.saveFlags': ({ caller }) =>
    caller.put(`/residents/${get().person.residentId}/flags`, { rev: 9, flags: [] }),
  'proxy.ofResident': ({ caller }) => caller.get(`/residents/${get().person.residentId}/proxies`),
  'proxy.putPaper': ({ caller }) =>
    sendFile(caller, 'PUT', `/proxies/${get().proxyId}/paper`, Buffer.from('no picture'), { type: 'image/jpeg' }),
  'proxy.paper': ({ caller }) => caller.get(`/proxies/${get().proxyId}/paper`),
  'contract.approve': ({ caller }) => caller.post(`/contracts/${get().contractId}/approve`),
  'contract.reject': ({ caller }) => caller.post(`/contracts/${get().contractId}/reject`, { reason: '材料不全' }),
  'measurement.limits': ({ caller }) => caller.get(`/residents/${get().person.residentId}/measurement-limits`),
  'measurement.saveLimits': ({ caller }) =>
    caller.put(`/residents/${get().person.residentId}/measurement-limits`, { rev: 999, limits: {}, reason: '复核' }),
  'measurement.alert': ({ caller }) => caller.get(`/measurement-alerts/${get().measurementId}`),
  'measurement.acknowledge': ({ caller }) =>
    caller.post(`/measurement-alerts/${get().measurementId}/acknowledgement`, { rev: 999, words: '打过电话' }),
  'contract.signOnSite': async ({ caller }) =>
    caller.post('/contracts/on-site', await buildPaperApplication(get().person, get().teamId)),
  'booking.checkIn': onBooking(get, 'check-in'),
  'booking.call': onBooking(get, 'call'),
  'booking.finish': onBooking(get, 'finish'),
  'booking.undo': onBooking(get, 'undo'),
  'booking.confirmNoShow': onBooking(get, 'no-show'),
  'booking.undoNoShow': onBooking(get, 'undo-no-show'),
  'booking.answerAppeal': onBooking(get, 'answer-appeal', { accepted: true, text: '已核实' }),
  'booking.extra': ({ caller }) =>
    caller.post(`/sessions/${get().sessionId}/extra-seats`, { residentId: get().person.residentId, reason: '急诊' }),
  'queue.recall': onBooking(get, 'recall'),
  'queue.skip': onBooking(get, 'skip'),
  'queue.next': ({ caller }) => caller.post(`/sessions/${get().sessionId}/calls`),
  'session.bookings': ({ caller }) => caller.get(`/sessions/${get().sessionId}/bookings`),
  'claim.confirm': ({ caller }) => caller.post(`/claims/${get().claimId}/confirm`, { idNumber: get().person.idNumber }),
  'claim.reject': ({ caller }) => caller.post(`/claims/${get().claimId}/reject`),
  'emergency.start': ({ caller }) =>
    caller.post('/emergencies', { residentId: get().person.residentId, reason: 'rescue', words: '胸痛，要看用药' }),
  'card.list': ({ caller }) => caller.get(`/cards?residentId=${get().person.residentId}`),
  'card.issue': ({ caller }) => caller.post('/cards', { residentId: get().person.residentId }),
  'card.print': ({ caller }) => caller.post('/cards/print', { residentIds: [get().person.residentId] }),
  'card.revoke': async ({ caller }) => {
    const director = staffCaller(get().server, ['director']);
    const { items } = bodyOf(
      await director.get<{ items: { id: string }[] }>(`/cards?residentId=${get().person.residentId}`),
    );
    return caller.post(`/cards/${items[0]?.id ?? 'none'}/revoke`);
  },
  'plan.groups': ({ caller }) => caller.get(`/residents/${get().person.residentId}/groups`),
  'plan.addGroup': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/groups`, { code: 'Disabled', sinceDay: '2026-06-01' }),
  'plan.endGroup': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/groups/end`, { code: 'Disabled', untilDay: '2026-06-04' }),
  // Of nobody: whoever is expected on a building's day has their card printed without another ground.
  'bulk.create': ({ caller }) => caller.post('/bookings/bulk/runs', { sessionIds: [get().sessionId], residentIds: [] }),
  'trail.search': ({ caller }) => caller.get(`/audits?residentId=${get().person.residentId}`),
  'record.create': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/record`, { teamId: null, openedDay: '2099-01-01' }),
  'record.update': ({ caller }) =>
    caller.put(`/residents/${get().person.residentId}/record`, {
      ...{ rev: 99, teamId: null, doctorId: null },
      ...{ electronic: true, tags: [] },
    }),
  'record.saveEntry': ({ caller }) =>
    caller.put(`/residents/${get().person.residentId}/record/entries`, {
      kind: 'allergies',
      rev: 99,
      values: { drugs: ['无'] },
    }),
  'record.close': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/record/closing`, { rev: 99, reason: 'lost', day: '2026-06-04' }),
  'record.reopen': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/record/reopening`, { rev: 99, words: '又联系上了' }),
  'record.household': ({ caller }) => caller.get(`/residents/${get().person.residentId}/household`),
  'merge.list': ({ caller }) => caller.get(`/merges?residentId=${get().person.residentId}`),
  'task.get': ({ caller }) => caller.get(`/tasks/${get().taskId}`),
  // At a revision that it has not.
  'task.settle': ({ caller }) =>
    caller.post(`/tasks/${get().taskId}/settle`, { rev: 999, status: 'done', words: '打过电话' }),
  'task.addReading': ({ caller }) =>
    caller.post(`/tasks/${get().taskId}/readings`, { day: '2026-06-04', values: [{ code: 'SBP_L', value: 150 }] }),
  'physical.open': ({ caller }) => caller.post('/physicals', { residentId: get().person.residentId }),
  'physical.get': ({ caller }) => caller.get(`/physicals/${get().physicalId}`),
  'physical.enter': ({ caller }) =>
    caller.put(`/physicals/${get().physicalId}/entries`, { entries: [{ code: 'PULSE', rev: 0, value: 70 }] }),
  'physical.review': ({ caller }) =>
    caller.put(`/physicals/${get().physicalId}/review`, {
      ...{ rev: 999, summary: '好', guidance: '走路', beyondAbility: [], known: [] },
    }),
  'physical.release': ({ caller }) => caller.post(`/physicals/${get().physicalId}/release`, { rev: 999 }),
  'physical.reopen': ({ caller }) =>
    caller.post(`/physicals/${get().physicalId}/reopen`, { rev: 999, reason: '血压记错了' }),
  'followup.enrol': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/enrolments`, { programme: 'HTN', firstDueDay: '2026-06-18' }),
  'followup.create': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/follow-ups`, {
      day: '2026-06-04',
      way: 'clinic',
      forms: [{ programme: 'CHD', values: {} }],
    }),
  'followup.amend': ({ caller }) =>
    caller.put(`/follow-ups/${get().followUpId}`, {
      rev: 99,
      why: '核对后更正',
      forms: [{ programme: 'HTN', values: { dangerSigns: ['无'], sbp: 132, dbp: 80 } }],
    }),
  'followup.assign': ({ caller }) =>
    caller.put(`/enrolments/${get().enrolmentId}/doctor`, { rev: 99, doctorId: 'nobody' }),
  'followup.lost': ({ caller }) => caller.post(`/enrolments/${get().enrolmentId}/lost`, { rev: 99, lost: true }),
  'followup.end': ({ caller }) => caller.post(`/enrolments/${get().enrolmentId}/end`, { rev: 99, reason: 'moved' }),
  'followup.attempt': ({ caller }) =>
    caller.post(`/enrolments/${get().enrolmentId}/attempts`, { rev: 99, reached: false }),
  'followup.recall': ({ caller }) =>
    caller.post(`/enrolments/${get().enrolmentId}/recalls`, { rev: 99, day: '2026-06-04' }),
  // A version that there never is.
  'prescription.give': ({ caller }) =>
    caller.post(`/residents/${get().person.residentId}/health-prescriptions`, { code: 'HTN', version: 9999 }),
  'prescription.withdraw': ({ caller }) =>
    caller.post(`/given-health-prescriptions/${get().prescriptionId}/withdrawal`, { rev: 999 }),
  ...theHouses,
});
