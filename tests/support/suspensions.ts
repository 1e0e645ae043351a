import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Call } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf } from './answers';
import { book, buildCitizen, openSession, staffCaller } from './clinic';
import type { Citizen } from './clinic';
import type { Caller, Answer } from './http';
import type { TestServer } from './server';

interface Row {
  _id: string;
  status: string;
  offer?: string;
  offerSeatId?: string;
  outbox?: { kind: string; residentId: string; data: object }[];
}

let weeks = 0;
/** A day of its own for each test and the next ones, so that no test offers another's seats. */
export const nextDays = (): [string, string, string] => {
  weeks += 1;
  const at = (n: number): string => new Date(Date.UTC(2026, 6, 6 + weeks * 40 + n)).toISOString().slice(0, 10);
  return [at(0), at(1), at(2)];
};

/** What desk and residents do when a session is called off. @param at the server, once it runs */
export function suspensionsOf(at: () => TestServer) {
  /** With a token that is good at the clock's present time. */
  const desk = (): Caller => staffCaller(at(), ['desk'], '665eaf2f9d2a4c0000000001');
  const seats = () => at().deps.connection.collection<Row>('seats');
  const suspend = (id: string, body: object = { reason: '医生外出' }): Promise<Answer<Session>> =>
    desk().post<Session>(`/sessions/${id}/suspend`, body);
  const phoneList = async () => bodyOf(await desk().get<{ items: Call[] }>('/calls?topic=offer&limit=100')).items;
  const callTo = async (id: string) => (await phoneList()).find((row) => row.id === `offer:${id}`);
  return {
    desk,
    seats,
    suspend,
    callTo,
    seatOf: async (id: string): Promise<Row> => (await seats().findOne({ _id: id })) as Row,
    resume: (id: string): Promise<Answer<Session>> => desk().post<Session>(`/sessions/${id}/resume`),
    accept: (citizen: Citizen, id: string) => citizen.caller.post<Booking>(`/bookings/${id}/accept-offer`),
    decline: (citizen: Citizen, id: string) => citizen.caller.post<Booking>(`/bookings/${id}/decline-offer`),
    see: async (citizen: Citizen, id: string) => bodyOf(await citizen.caller.get<Booking>(`/bookings/${id}`)),
    phoned: async (id: string) =>
      desk().post(`/calls/offer:${id}/ticks`, { state: 'told', rev: (await callTo(id))?.rev ?? 0 }),
    /** Somebody whose visit was called off, with a session on the next day. */
    calledOff: async (changes: { next?: object | null; person?: Record<string, string> } = {}) => {
      const [day, nextDay] = nextDays();
      const { id } = await openSession(at(), { day });
      const next =
        changes.next === null ? null : await openSession(at(), { day: nextDay, capacity: 1, ...changes.next });
      const citizen = await buildCitizen(at(), changes.person ?? {});
      const booking = bodyOf(await book(citizen, id), 201);
      bodyOf(await suspend(id));
      return { id, next, citizen, booking, nextDay };
    },
  };
}
