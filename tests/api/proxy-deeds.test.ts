import type { Deed } from '@linkang/shared/api/proxy.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { buildProxy } from '../support/proxies';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());

const deedsOf = async ({ caller, residentId }: Citizen): Promise<Deed[]> =>
  bodyOf(await caller.get<{ items: Deed[] }>(`/residents/${residentId}/deeds`)).items;

it('tells the person what relatives did, and nothing of their own or of staff', async () => {
  const mother = await buildCitizen(server, { name: '王秀英', birthDay: '1949-04-08' });
  const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
  const { id: proxyId } = await buildProxy(server, daughter, mother);
  const { residentId } = mother;
  const [first, second, third] = await Promise.all(
    ['2026-06-08', '2026-06-09', '2026-06-10'].map((day) => openSession(server, { day })),
  );
  bodyOf(await book(mother, third?.id ?? ''), 201);
  bodyOf(await staffCaller(server, ['desk']).post('/bookings', { sessionId: second?.id, residentId }), 201);
  expect(await deedsOf(mother)).toEqual([]);

  const wish = { sessionId: first?.id, residentId };
  const { id } = bodyOf(await daughter.caller.post<{ id: string }>('/bookings', wish), 201);
  server.clock.set('2026-06-04T04:05:00.000Z');
  bodyOf(await daughter.caller.post(`/bookings/${id}/cancel`));
  const line = { name: '陈晓岚', serviceName: '全科门诊', day: '2026-06-08' };
  const expected = [
    { ...line, what: 'cancelled', at: '2026-06-04T04:05:00.000Z' },
    { ...line, what: 'booked', at: '2026-06-04T04:00:00.000Z' },
  ];
  expect(await deedsOf(mother)).toEqual(expected);
  // What was done stays to be seen after the permission has ended.
  bodyOf(await mother.caller.post(`/proxies/${proxyId}/revoke`));
  expect(await deedsOf(mother)).toEqual(expected);
  expect(await deedsOf(daughter)).toEqual([]);
});

it('tells of the waiting list: who joined, who left, and the seat that came of it', async () => {
  server.clock.set('2026-06-04T05:00:00.000Z');
  const mother = await buildCitizen(server, { birthDay: '1949-04-08' });
  const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
  await buildProxy(server, daughter, mother);
  const { residentId } = mother;
  const wait = async (caller: Caller, day: string) => {
    const session = await openSession(server, { day, capacity: 1 });
    const holder = await buildCitizen(server);
    const { id: seatId } = bodyOf(await book(holder, session.id), 201);
    const entry = await caller.post<{ id: string }>('/waitlist', {
      sessionId: session.id,
      residentId,
      autoAccept: false,
    });
    return { entryId: bodyOf(entry, 201).id, free: () => holder.caller.post(`/bookings/${seatId}/cancel`) };
  };
  const first = await wait(daughter.caller, '2026-06-15');
  const second = await wait(daughter.caller, '2026-06-16');
  await wait(mother.caller, '2026-06-17');
  server.clock.set('2026-06-04T05:01:00.000Z');
  bodyOf(await daughter.caller.post(`/waitlist/${first.entryId}/leave`));
  bodyOf(await second.free());
  server.clock.set('2026-06-04T05:02:00.000Z');
  bodyOf(await daughter.caller.post(`/waitlist/${second.entryId}/accept`));
  const told = (await deedsOf(mother)).map(({ at, name, what, day }) => [at.slice(11, 16), name, what, day]);
  expect(told.sort()).toEqual([
    ['05:00', '陈晓岚', 'waited', '2026-06-15'],
    ['05:00', '陈晓岚', 'waited', '2026-06-16'],
    ['05:01', '陈晓岚', 'left', '2026-06-15'],
    ['05:02', '陈晓岚', 'booked', '2026-06-16'],
  ]);
});

it('is for the person alone', async () => {
  const mother = await buildCitizen(server);
  const daughter = await buildCitizen(server, { birthDay: '1985-05-05' });
  await buildProxy(server, daughter, mother, { scopes: ['book', 'report', 'record', 'consult'] });
  const path = `/residents/${mother.residentId}/deeds`;
  for (const { caller } of [daughter, await buildCitizen(server)])
    expect(outcomeOf(await caller.get(path))).toBe('404 NOT_FOUND');
  expect(outcomeOf(await new Caller(server.baseUrl).get(path))).toBe('401 AUTH_REQUIRED');
  expect(outcomeOf(await staffCaller(server, ['desk']).get(path))).toBe('403 FORBIDDEN');
  expect(outcomeOf(await mother.caller.get('/residents/a%20b/deeds'))).toBe('400 VALIDATION_FAILED');
});
