import { reveal } from '@linkang/server/modules/access';
import { createDemoResident } from '@linkang/server/modules/resident';
import type { Actor } from '@linkang/server/platform/actor';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Session } from '@linkang/shared/api/session.routes';
import mongoose from 'mongoose';
import { bodyOf } from './answers';
import { buildIdNumber } from './builders';
import { Caller, type Answer } from './http';
import type { TestServer } from './server';

const newId = (): string => new mongoose.Types.ObjectId().toHexString();

const signed = (server: TestServer, actor: Exclude<Actor, { kind: 'anonymous' }>): Caller =>
  new Caller(server.baseUrl, server.deps.tokens.signAccess(actor));

/** A resident with an account; `caller` carries a token that is good at the clock's present time. */
export interface Citizen {
  accountId: string;
  residentId: string;
  name: string;
  idNumber: string;
  readonly caller: Caller;
}

/** A registered resident with an account, made without the round over sign-in and registration. */
export async function buildCitizen(
  server: TestServer,
  person: { birthDay?: string; sex?: 'male' | 'female'; name?: string; phone?: string; idNumber?: string } = {},
): Promise<Citizen> {
  const { birthDay = '1958-03-12', sex = 'female', name = '李秀兰', phone = '13800138000' } = person;
  const accountId = newId();
  const idNumber = person.idNumber ?? buildIdNumber({ birthDay, sex });
  const residentId = await createDemoResident(server.deps, { name, idNumber, phone, accountId });
  return {
    accountId,
    residentId,
    name,
    idNumber,
    get caller() {
      return signed(server, { kind: 'resident', accountId, signInId: 'test', ownResidentId: residentId });
    },
  };
}

/** Many residents at once. Their birth days differ, as an ID number has only 500 places for one. */
export function buildCrowd(server: TestServer, count: number): Promise<Citizen[]> {
  const birthDayOf = (i: number): string =>
    `19${50 + (Math.floor(i / 12) % 40)}-${String((i % 12) + 1).padStart(2, '0')}-03`;
  return Promise.all(Array.from({ length: count }, (_, i) => buildCitizen(server, { birthDay: birthDayOf(i) })));
}

/** A token of staff in these roles; the account itself is made only where a test reads it. */
export const staffCaller = (server: TestServer, roles: PolicyRole[], accountId = newId()): Caller =>
  signed(server, { kind: 'staff', accountId, signInId: 'test', roles, teamIds: [] });

/** Opens a person's record at the counter, for one of its roles, as after a look at the card. */
export const revealTo = async (caller: Caller, residentId: string): Promise<void> =>
  void bodyOf(await caller.post(`/residents/${residentId}/reveal`, { reason: 'atCounter' }));

/** Puts a person before one of the staff, which opens the record without a word in the log. */
export const putAtCounter = (server: TestServer, staffId: string, residentId: string): Promise<void> =>
  reveal(
    {
      actor: { kind: 'staff', accountId: staffId, signInId: 'test', roles: [], teamIds: [] },
      now: server.clock.now(),
    },
    residentId,
    'atCounter',
  );

/** A session that is accepted: an hour of the GP on the Monday after `TEST_NOW`. */
export const buildSessionBody = (changes: Record<string, unknown> = {}) => ({
  serviceCode: 'gp',
  day: '2026-06-08',
  startTime: '09:00',
  endTime: '10:00',
  capacity: 5,
  place: '一楼全科诊室',
  ...changes,
});

/** Opens a session as the desk does. */
export const openSession = async (server: TestServer, changes: Record<string, unknown> = {}): Promise<Session> =>
  bodyOf(await staffCaller(server, ['desk']).post<Session>('/sessions', buildSessionBody(changes)), 201);

/** Asks for a seat as a resident; the key is another one unless given. */
export const book = (citizen: Citizen, sessionId: string, key?: string): Promise<Answer<Booking>> =>
  citizen.caller.post<Booking>('/bookings', { sessionId, residentId: citizen.residentId }, key);

/** Gives a seat back. */
export const cancel = (citizen: Citizen, bookingId: string): Promise<Answer<Booking>> =>
  citizen.caller.post<Booking>(`/bookings/${bookingId}/cancel`);

/** The session as somebody sees it. */
export const seeSession = async (caller: Caller, id: string): Promise<Session> =>
  bodyOf(await caller.get<Session>(`/sessions/${id}`));

/** A lecture that is accepted. */
export const buildLectureBody = (changes: Record<string, unknown> = {}) => ({
  title: '夏天怎样防中暑',
  intro: '讲讲喝水、遮阳和出门的时间。',
  speaker: '林静秋',
  day: '2026-06-09',
  startTime: '14:00',
  endTime: '15:30',
  place: '三楼会议室',
  capacity: 20,
  ...changes,
});
