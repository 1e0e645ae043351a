import { dayOf, addDays } from '@linkang/shared/domain/clinic-day';
import { Caller } from './http';
import { buildIdNumber } from './id-numbers';
import { PASSWORD, staffPast } from './pages';

/** What the addresses of pages name. */
export interface Things {
  booking: string;
  /** A session with free seats, and one that somebody has booked. */
  session: string;
  bookedSession: string;
  article: string;
  /** An article with pictures in its text. */
  pictures: string;
  lecture: string;
  team: string;
  /** A full session, and an entry of the mother's in its waiting list. */
  full: string;
  waiting: string;
  /** A booking of Mr Wang's whose session was called off, with another seat in its place. */
  calledOff: string;
  /** A building's day: somebody was booked, somebody was not. */
  run: string;
  /** Number of a claim that somebody shows at the desk. */
  claim: string;
  /** Somebody with a health record. */
  record: string;
  /** A newborn of Ms Chen's. */
  child: string;
  /** A check-up of today that is being filled in. */
  physical: string;
}

interface Listed {
  items: { id: string; state?: string; html?: string }[];
}

const ownId = async (caller: Caller): Promise<string | undefined> =>
  (await caller.get<{ residents: { id: string; relation: string }[] }>('/me')).body.residents.find(
    ({ relation }) => relation === 'self',
  )?.id;

/** A full session with somebody who waits, and a visit that was called off. */
async function prepareEngine(
  url: string,
  wang: Caller,
  mother: Caller,
): Promise<Pick<Things, 'full' | 'waiting' | 'calledOff'>> {
  const anyone = new Caller(url);
  const staff = { username: 'desk', password: PASSWORD };
  const desk = anyone.as((await anyone.post<{ accessToken: string }>('/auth/staff', staff)).body.accessToken);
  const openSession = async (day: string): Promise<string> => {
    const times = { startTime: '12:10', endTime: '12:40' };
    const body = { serviceCode: 'tcm', day, ...times, capacity: 1, place: '二楼中医诊室' };
    return (await desk.post<{ id: string }>('/sessions', body)).body.id;
  };
  const today = dayOf(new Date());
  const full = await openSession(addDays(today, 16));
  const suspended = await openSession(addDays(today, 6));
  const residentId = await ownId(wang);
  await wang.post('/bookings', { sessionId: full, residentId });
  // So that there is somebody who looked at the record.
  await (await staffPast(url, 'director')).get(`/residents/${residentId}`);
  const waiting = await mother.post<{ id: string }>('/waitlist', { sessionId: full, residentId: await ownId(mother) });
  const booked = await wang.post<{ id: string }>('/bookings', { sessionId: suspended, residentId });
  await desk.post(`/sessions/${suspended}/suspend`, { reason: '医生外出' });
  return { full, waiting: waiting.body.id, calledOff: encodeURIComponent(booked.body.id) };
}

/** A building's day for the mother, who has no seat of the service yet, and for Mr Wang, who has one. */
async function prepareRun(url: string, wang: Caller, mother: Caller): Promise<string> {
  const anyone = new Caller(url);
  const staff = { username: 'desk', password: PASSWORD };
  const desk = anyone.as((await anyone.post<{ accessToken: string }>('/auth/staff', staff)).body.accessToken);
  const day = addDays(dayOf(new Date()), 3);
  const times = { startTime: '12:10', endTime: '12:40' };
  const body = { serviceCode: 'senior-physical', day, ...times, capacity: 2, place: '体检中心' };
  const session = await desk.post<{ id: string }>('/sessions', body);
  const residentIds = [await ownId(mother), await ownId(wang)];
  return (await desk.post<{ id: string }>('/bookings/bulk/runs', { sessionIds: [session.body.id], residentIds })).body
    .id;
}

/** Somebody whom the desk registered asks for the record on a phone. @returns the number for the desk */
async function prepareClaim(desk: Caller, claimant: Caller): Promise<string> {
  const { items } = (await desk.get<{ items: { purpose: string; version: string }[] }>('/consents')).body;
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const person = { name: '李玉梅', idNumber: '110101195203120820' };
  await desk.post('/residents', { ...person, idType: 'residentId', phone: '13900000082', consents });
  return (await claimant.post<{ deskNumber: string }>('/claims', { ...person, consents })).body.deskNumber;
}

/** Registers a newborn, once. */
async function prepareChild(mother: Caller): Promise<string> {
  const texts = await mother.get<{ items: { purpose: string; version: string }[] }>('/consents?subject=child');
  const consents = texts.body.items.map(({ purpose, version }) => ({ purpose, version }));
  await mother.post('/residents', {
    ...{ name: '陈小满', idType: 'birthCertificate', idNumber: 'X320101001', sex: 'female', consents },
    birthDay: addDays(dayOf(new Date()), -20),
    guardian: { relationship: 'mother' },
  });
  const { body } = await mother.get<{ items: { childId: string }[] }>('/guardianships');
  return body.items[0]?.childId ?? '';
}

/** Somebody who came for a check-up without a booking, with some values of which one is critical. */
async function preparePhysical(url: string): Promise<string> {
  const nurse = await staffPast(url, 'nurse');
  const { items } = (await nurse.get<{ items: { purpose: string; version: string }[] }>('/consents')).body;
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const person = {
    name: '吴桂芬',
    idType: 'residentId',
    idNumber: buildIdNumber({ birthDay: '1953-08-21', sex: 'female' }),
  };
  const residentId = (await nurse.post<{ id: string }>('/residents', { ...person, consents })).body.id;
  await nurse.post(`/residents/${residentId}/reveal`, { reason: 'atCounter' });
  const { body } = await nurse.post<{ id: string; entries: unknown[] }>('/physicals', { residentId });
  const values = { SBP_L: 186, DBP_L: 98, SBP_R: 178, DBP_R: 96, TEMP: 36.6, HEIGHT: 162, WEIGHT: 70, HB: 108 };
  const entries = Object.entries(values).map(([code, value]) => ({ code, rev: 0, value }));
  if (body.entries.length === 0) await nurse.put(`/physicals/${body.id}/entries`, { entries });
  return body.id;
}

/** Books and asks, so that the lists have something to show; gives what the addresses name. */
export async function prepareThings(url: string): Promise<Things> {
  const anyone = new Caller(url);
  const signIn = async (code: string): Promise<Caller> =>
    anyone.as((await anyone.post<{ accessToken: string }>('/auth/wechat', { code })).body.accessToken);
  const wang = await signIn('ok-wang');
  const self = (await wang.get<{ residents: { id: string }[] }>('/me')).body.residents[0]?.id;
  const today = dayOf(new Date());
  const range = `fromDay=${addDays(today, 2)}&toDay=${addDays(today, 12)}&limit=100`;
  const firstOpen = async (serviceCode: string): Promise<string> => {
    const { body } = await anyone.get<Listed>(`/sessions?serviceCode=${serviceCode}&${range}`);
    return body.items.find(({ state }) => state === 'open')?.id ?? '';
  };
  const bookedSession = await firstOpen('senior-physical');
  const booking = await wang.post<{ id: string }>('/bookings', { sessionId: bookedSession, residentId: self });
  const mother = { name: '王秀英', idNumber: '110101195004080029' };
  const endsDay = addDays(today, 365);
  await wang.post('/proxies', { ...mother, relationship: 'sibling', scopes: ['book', 'record'], endsDay });
  const articles = (await anyone.get<Listed>('/articles?limit=50')).body.items.map(({ id }) => id);
  let pictures = articles[0] ?? '';
  for (const id of articles) {
    if ((await anyone.get<{ html: string }>(`/articles/${id}`)).body.html.includes('<img')) pictures = id;
  }
  const ma = await signIn('ok-ma');
  const engine = await prepareEngine(url, wang, ma);
  return {
    ...engine,
    record: self ?? '',
    run: await prepareRun(url, wang, ma),
    claim: await prepareClaim(await staffPast(url, 'desk'), await signIn('ok-li')),
    child: await prepareChild(await signIn('ok-chen')),
    physical: await preparePhysical(url),
    booking: encodeURIComponent(booking.body.id),
    session: await firstOpen('gp'),
    bookedSession,
    article: articles[0] ?? '',
    pictures,
    lecture: (await anyone.get<Listed>('/lectures')).body.items[0]?.id ?? '',
    team: (await anyone.get<Listed>('/teams')).body.items[0]?.id ?? '',
  };
}
