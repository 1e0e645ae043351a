import { bodyOf, outcomeOf } from '../support/answers';
import { book, buildCitizen, openSession, staffCaller } from '../support/clinic';
import { startServer, type TestServer } from '../support/server';

/* A program that asks for seats in somebody's name, again and again, in the minute of a release. */

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const ALLOWED = 120;

it('is slowed down by account, on every way to a seat; other people and staff are not', async () => {
  const [program, person] = [await buildCitizen(server), await buildCitizen(server)];
  const { id: sessionId } = await openSession(server, { capacity: 5 });
  const { id } = bodyOf(await book(program, sessionId), 201);
  const { residentId } = program;
  const { caller } = program;
  const outcomes = [];
  for (let i = 1; i < ALLOWED; i += 1) outcomes.push(outcomeOf(await book(program, sessionId)));
  expect(new Set(outcomes)).toEqual(new Set(['409 BOOKING_DUPLICATE']));
  const refused = await Promise.all([
    book(program, sessionId),
    caller.post('/bookings/family', { items: [{ sessionId, residentId }] }),
    caller.post(`/bookings/${id}/move`, { sessionId }),
  ]);
  expect(refused.map(outcomeOf)).toEqual(Array(3).fill('429 RATE_LIMITED'));
  expect(Number(refused[0].headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(outcomeOf(await book(person, sessionId))).toBe('201');
  const desk = await staffCaller(server, ['desk']).post('/bookings', { sessionId, residentId });
  expect(outcomeOf(desk)).toBe('409 BOOKING_DUPLICATE');
});
