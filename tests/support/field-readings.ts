import { createCommunities } from '@linkang/server/modules/centre';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf } from './answers';
import { signInStaff } from './builders';
import { book, buildCitizen, openSession, staffCaller } from './clinic';
import { signed, teamStaff } from './contracts';
import type { Answer, Caller } from './http';
import { runNoticeJob } from './notices';
import type { Owned } from './own-routes';
import { buildDayBody, buildTemplateBody } from './schedule';

/** What nobody without a reason may read, by what it is. */
export const secretsOf = ({ person }: Owned): Record<string, string> => ({
  name: person.name,
  idNumber: person.idNumber,
  phone: '13912349876',
  address: '桂花弄18号',
  refusalReason: '既往史要补充',
});

/** Another person's application, which was refused with a reason. */
async function refuseApplication({ server, teamId }: Owned, refusalReason: string): Promise<void> {
  const applicant = await buildCitizen(server, { birthDay: '1953-07-01', name: '孙玉兰' });
  const { id } = await signed(applicant, teamId);
  bodyOf(await teamStaff(server, ['director']).post(`/contracts/${id}/reject`, { reason: refusalReason }));
}

/** The person lives in a cell and is in a group; the plan is made. No team answers for the community. */
async function fillPlans({ server, person }: Owned): Promise<void> {
  await createCommunities([{ id: 'fields', name: '桂花社区', teamId: null }]);
  const cell = { communityId: 'fields', name: '一网格', buildings: ['桂花弄'], doctorId: null };
  bodyOf(await staffCaller(server, ['admin']).post('/cells', cell), 201);
  const { rev } = bodyOf(await person.caller.get<{ rev: number }>(`/residents/${person.residentId}`));
  const address = { communityId: 'fields', detail: '桂花弄18号' };
  bodyOf(await person.caller.put(`/residents/${person.residentId}`, { rev, address }));
  const group = { code: 'Disabled', sinceDay: '2026-06-01' };
  bodyOf(await teamStaff(server, ['director']).post(`/residents/${person.residentId}/groups`, group), 201);
}

/** Somebody came, somebody did not, and everything that lists show has a row; ends on the morning of the booking. */
export async function fillLists(owned: Owned): Promise<void> {
  const { server, person, bookingId } = owned;
  const { phone, address, refusalReason = '' } = secretsOf(owned);
  bodyOf(await person.caller.put(`/residents/${person.residentId}`, { rev: 0, phone, address: { detail: address } }));
  await refuseApplication(owned, refusalReason);
  await fillPlans(owned);
  const { caller: desk, accountId } = await signInStaff(server, ['desk'], { name: '周前台' });
  const missed = await openSession(server, { day: '2026-06-08', startTime: '08:00', endTime: '08:30' });
  const absent = await buildCitizen(server, { birthDay: '1952-07-01', name: '赵德福' });
  bodyOf(await book(absent, missed.id), 201);
  bodyOf(await desk.post('/schedule/templates', buildTemplateBody()), 201);
  bodyOf(await desk.post('/schedule/days', buildDayBody()), 201);
  bodyOf(await teamStaff(server, ['director']).post('/cards', { residentId: person.residentId }), 201);
  const announced = {
    title: '周六停电',
    text: '改在下午。',
    important: false,
    fromDay: '2026-06-04',
    toDay: '2026-06-30',
  };
  bodyOf(await desk.post('/announcements', announced), 201);
  const { caller: editor } = await signInStaff(server, ['editor'], { name: '何编辑' });
  const written = { title: '高血压怎么吃', category: '慢病', html: '<p>少盐。</p>' };
  const article = bodyOf(await editor.post<{ id: string }>('/articles', written), 201);
  bodyOf(await editor.post(`/articles/${article.id}/publish`));
  const { caller: doctor } = await signInStaff(server, ['doctor'], { name: '林若溪' });
  const emergency = { residentId: absent.residentId, reason: 'rescue', words: '胸痛，要看用药' };
  bodyOf(await doctor.post('/emergencies', emergency), 201);
  server.clock.set('2026-06-09T01:05:00.000Z');
  bodyOf(await staffCaller(server, ['desk'], accountId).post<Booking>(`/bookings/${bookingId}/check-in`));
  await runNoticeJob(server, 'deliverNotices');
  await runNoticeJob(server, 'gatherCalls');
}

type Reading = (caller: Caller) => Promise<Answer>;

/** One reading of each list, of the person or of the house. */
export const readingsOf = (get: () => Owned): Record<string, Reading> => {
  const of =
    (path: string): Reading =>
    (caller) =>
      caller.get(path.replace('PERSON', get().person.residentId));
  return {
    'resident.get': of('/residents/PERSON'),
    'resident.search': (caller) => caller.get(`/residents?query=${get().person.idNumber}`),
    'resident.standing': of('/residents/PERSON/standing'),
    'resident.consentState': of('/residents/PERSON/consents'),
    'booking.list': of('/bookings?residentId=PERSON'),
    'booking.get': (caller) => caller.get(`/bookings/${get().bookingId}`),
    'booking.noShows': of('/no-shows?fromDay=2026-06-08&toDay=2026-06-09'),
    'contract.list': of('/contracts?residentId=PERSON'),
    'contract.list of everybody': of('/contracts'),
    'contract.get': (caller) => caller.get(`/contracts/${get().contractId}`),
    'waitlist.list': of('/waitlist?residentId=PERSON'),
    'proxy.list': of('/proxies'),
    'proxy.ofResident': of('/residents/PERSON/proxies'),
    'proxy.deeds': of('/residents/PERSON/deeds'),
    'trail.ofResident': of('/residents/PERSON/audit'),
    'trail.search': of('/audits?residentId=PERSON'),
    'closure.ofResident': of('/residents/PERSON/closure'),
    'card.list': of('/cards?residentId=PERSON'),
    'notice.next': of('/residents/PERSON/next'),
    'notice.list': of('/notices'),
    'notice.today': of('/today'),
    'notice.deliveries': of('/notices/deliveries?state=noPermission'),
    'notice.calls': of('/calls'),
    'session.list': of('/sessions?fromDay=2026-06-08&toDay=2026-06-12'),
    'session.day': of('/day?day=2026-06-09'),
    'session.overview': of('/day/overview?day=2026-06-09'),
    'queue.day': of('/queue?day=2026-06-09'),
    'record.get': of('/residents/PERSON/record'),
    'record.versions': of('/residents/PERSON/record/entries?kind=allergies'),
    'record.timeline': of('/residents/PERSON/timeline'),
    'record.household': of('/residents/PERSON/household'),
    'record.list': of('/records'),
    'queue.board': of('/queue-board'),
    'sheet.get': of('/day-sheets?day=2026-06-09'),
    'emergency.list': of('/emergencies'),
    'bulk.list': of('/bookings/bulk/runs'),
    'staff.list': of('/staff'),
    'doctor.list': of('/doctors'),
    'doctor.accounts': of('/doctor-accounts'),
    'team.list': of('/teams'),
    'article.list': of('/articles'),
    'lecture.list': of('/lectures'),
    'announcement.list': of('/announcements'),
    'announcement.history': of('/announcement-history'),
    'schedule.templates': of('/schedule/templates'),
    'schedule.days': of('/schedule/days?year=2026'),
    'auth.me': of('/me'),
    'measurement.list': of('/residents/PERSON/measurements?kind=bloodPressure&fromDay=2026-06-01&toDay=2026-06-09'),
    'measurement.alerts': of('/measurement-alerts'),
    'task.list': of('/tasks'),
    'task.ofResident': of('/residents/PERSON/tasks'),
    'physical.ofResident': of('/residents/PERSON/physicals'),
    'followup.ofResident': of('/residents/PERSON/follow-ups'),
    'followup.due': of('/follow-ups/due?scope=house&status=upcoming'),
    'plan.ofResident': of('/residents/PERSON/plan'),
    'plan.groups': of('/residents/PERSON/groups'),
    'plan.list': of('/plans?state=all'),
    'plan.figures': of('/plans/figures'),
    'plan.households': of('/households?communityId=fields'),
    'area.cells': of('/cells'),
    'reading.favourites': of('/favourites'),
    'reading.history': of('/reading-history'),
    'prescription.library': of('/health-prescriptions'),
    'prescription.ofResident': of('/residents/PERSON/health-prescriptions'),
  };
};
