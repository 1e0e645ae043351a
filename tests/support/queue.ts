import type { Booking } from '@linkang/shared/api/booking.routes';
import type { QueueBoard, QueueRoutes, Turn } from '@linkang/shared/api/queue.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf, outcomeOf } from './answers';
import { book, buildCrowd, openSession, staffCaller, type Citizen } from './clinic';
import type { Answer, Caller } from './http';
import type { TestServer } from './server';

/** The day of `TEST_NOW`. */
export const TODAY = '2026-06-04';

/** Somebody with a booking of today. */
export interface Visitor {
  citizen: Citizen;
  booking: Booking;
}

/** A room of today whose first seats are taken. Everybody comes at 15:00 unless the times say otherwise. */
export async function openRoom(
  server: TestServer,
  people: number,
  changes: Record<string, unknown> = {},
): Promise<{ session: Session; visitors: Visitor[] }> {
  const times = { day: TODAY, startTime: '15:00', endTime: '16:00' };
  const session = await openSession(server, { ...times, capacity: Math.max(people, 1), ...changes });
  const visitors: Visitor[] = [];
  for (const citizen of await buildCrowd(server, people))
    visitors.push({ citizen, booking: bodyOf(await book(citizen, session.id), 201) });
  return { session, visitors };
}

/** What staff do in the waiting room. @param desk makes a caller whose token is good at the clock's present time */
export const roomOf = (server: TestServer, desk: () => Caller = () => staffCaller(server, ['desk'])) => ({
  checkIn: async (...visitors: Visitor[]): Promise<void> => {
    for (const { booking } of visitors) bodyOf(await desk().post(`/bookings/${booking.id}/check-in`));
  },
  next: (session: { id: string }, key?: string, caller = desk()): Promise<Answer<Turn>> =>
    caller.post<Turn>(`/sessions/${session.id}/calls`, undefined, key),
  step: (visitor: Visitor, name: string, body?: unknown): Promise<Answer<Turn>> =>
    desk().post<Turn>(`/bookings/${visitor.booking.id}/${name}`, body),
  board: async (query = ''): Promise<QueueBoard> => bodyOf(await desk().get<QueueBoard>(`/queue-board${query}`)),
  day: async (day = TODAY): Promise<Turn[]> => bodyOf(await desk().get<{ items: Turn[] }>(`/queue?day=${day}`)).items,
});

/** What a phone is told. */
export type Place = CallReply<QueueRoutes['place']>;

/** How many wait before somebody. */
export const seePlace = async ({ citizen, booking }: Visitor): Promise<Place> =>
  bodyOf(await citizen.caller.get<Place>(`/bookings/${booking.id}/queue`));

/** Visitors by their numbers. */
export const pick = (visitors: readonly Visitor[], ...numbers: number[]): Visitor[] =>
  numbers.map((number) => visitors[number - 1] as Visitor);

/** Calls until nobody waits; the numbers in the order of the calls. */
export async function callAll(room: ReturnType<typeof roomOf>, session: { id: string }): Promise<number[]> {
  const numbers: number[] = [];
  for (;;) {
    const answer = await room.next(session);
    if (outcomeOf(answer) === '409 QUEUE_EMPTY') return numbers;
    numbers.push(bodyOf(answer, 201).number);
  }
}

/** What has happened to a seat, in order. */
export async function logOf(server: TestServer, bookingId: string): Promise<string[]> {
  const seats = server.deps.connection.collection<{ _id: string; log: { what: string }[] }>('seats');
  return (await seats.findOne({ _id: bookingId }))?.log.map(({ what }) => what) ?? [];
}
