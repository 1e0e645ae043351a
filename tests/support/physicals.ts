import type { Physical, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { entriesWith } from '../domain/exam-items';
import { bodyOf } from './answers';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from './clinic';
import type { Answer, Caller } from './http';
import { TODAY } from './queue';
import type { TestServer } from './server';

export type Entered = CallReply<PhysicalRoutes['enter']>;
export type DayList = CallReply<PhysicalRoutes['list']>['items'];

/** A value of each required item of somebody in good health, without those that are computed. */
export const goodValues = Object.fromEntries(entriesWith().map(({ code, value }) => [code, value]));

/** An entry of an item that nobody entered before. */
export const fresh = (code: string, value: unknown) => ({ code, rev: 0, value });

/** What a nurse sends for several items. */
export const enter = (caller: Caller, id: string, entries: readonly object[]): Promise<Answer<Entered>> =>
  caller.put<Entered>(`/physicals/${id}/entries`, { entries });

/** Somebody with a booking for the yearly check-up of today. */
export async function bookPhysical(server: TestServer): Promise<{ citizen: Citizen; bookingId: string }> {
  const times = { day: TODAY, startTime: '15:00', endTime: '16:00' };
  const session = await openSession(server, { ...times, serviceCode: 'senior-physical', place: '体检中心' });
  const citizen = await buildCitizen(server, { name: '王秀英', birthDay: '1953-05-06' });
  const booking = bodyOf(await book(citizen, session.id), 201);
  return { citizen, bookingId: booking.id };
}

/** A check-up that was begun for a booking. */
export async function beginPhysical(server: TestServer): Promise<{ citizen: Citizen; physical: Physical }> {
  const { citizen, bookingId } = await bookPhysical(server);
  const nurse = staffCaller(server, ['nurse']);
  return { citizen, physical: bodyOf(await nurse.post<Physical>('/physicals', { bookingId })) };
}

/** Enters every required item of somebody in good health, but for some. */
export async function fillPhysical(server: TestServer, id: string, without: readonly string[] = []): Promise<Physical> {
  const entries = Object.entries(goodValues)
    .filter(([code]) => !without.includes(code))
    .map(([code, value]) => fresh(code, value));
  return bodyOf(await enter(staffCaller(server, ['nurse']), id, entries));
}

/** Keeps a doctor's summary, so that the check-up can be released. */
export const summarise = async (doctor: Caller, { id, rev }: Physical, changes: object = {}): Promise<Physical> =>
  bodyOf(
    await doctor.put<Physical>(`/physicals/${id}/review`, {
      rev,
      summary: '总体不错。',
      guidance: '清淡饮食，每天走路。',
      beyondAbility: [],
      known: [],
      ...changes,
    }),
  );
