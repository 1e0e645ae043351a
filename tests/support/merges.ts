import { modules } from '@linkang/server/modules';
import { mergeModule } from '@linkang/server/modules/merge';
import type { Merge } from '@linkang/shared/api/merge.routes';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { bodyOf } from './answers';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from './clinic';
import type { Answer, Caller } from './http';
import type { TestServer } from './server';

/** A merge that is accepted when nothing is in the way. */
export const buildMergeBody = (stayId: string, awayId: string, changes: Record<string, unknown> = {}) => ({
  stayId,
  awayId,
  reason: '同一位居民，前台登记时写错了证件号',
  ...changes,
});

/** Asks to make one record of two. */
export const askMerge = (
  caller: Caller,
  stayId: string,
  awayId: string,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Merge>> => caller.post<Merge>('/merges', buildMergeBody(stayId, awayId, changes), key);

/** Runs the timer of merges once. */
export async function runMerges(server: TestServer): Promise<void> {
  await mergeModule.jobs?.(server.deps, modules)[0]?.run();
}

/** Lets the second look come, which ends a merge that left nothing behind. */
export async function finishMerges(server: TestServer): Promise<void> {
  server.clock.advanceMinutes(2);
  await runMerges(server);
}

/** Somebody whom the desk registered: without an account. */
export async function buildDeskRecord(
  server: TestServer,
  person: Parameters<typeof buildCitizen>[1] = {},
): Promise<Citizen> {
  const citizen = await buildCitizen(server, person);
  const residents = server.deps.connection.collection<{ _id: string }>('residents');
  await residents.updateOne({ _id: citizen.residentId }, { $unset: { accountId: 1 } });
  return citizen;
}

/** Books for somebody without an account, as the desk does. */
export async function bookAtDesk(server: TestServer, citizen: Citizen, sessionId: string): Promise<Booking> {
  const desk = staffCaller(server, ['desk'], 'desk-merge');
  await putAtCounter(server, 'desk-merge', citizen.residentId);
  return bodyOf(await desk.post<Booking>('/bookings', { sessionId, residentId: citizen.residentId }), 201);
}
