import { bodyOf } from './answers';
import { buildIdNumber } from './builders';
import type { Caller } from './http';

const HOUR_MS = 3_600_000;

/** Minutes from now as a clock's time in Shanghai, within the day. */
function clockIn(minutes: number): string {
  const last = 23 * 60 + 58;
  const now = new Date(Date.now() + 8 * HOUR_MS);
  const at = Math.min(now.getUTCHours() * 60 + now.getUTCMinutes() + minutes, last + (minutes > 5 ? 1 : 0));
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

/**
 * Opens a session of today with three seats that begins in five minutes, or with the last minute of the day.
 * @returns its id
 */
export async function openSoonSession(clerk: Caller, place: string): Promise<string> {
  const day = new Date(Date.now() + 8 * HOUR_MS).toISOString().slice(0, 10);
  const body = { serviceCode: 'gp', day, startTime: clockIn(5), endTime: clockIn(35), capacity: 3, place };
  return bodyOf(await clerk.post<{ id: string }>('/sessions', body), 201).id;
}

/**
 * Registers somebody as the desk does.
 * @param birthDay other people of the test have other ones
 * @returns the person's id
 */
export async function registerByClerk(clerk: Caller, name: string, birthDay = '1949-05-06'): Promise<string> {
  const { items } = bodyOf(await clerk.get<{ items: { purpose: string; version: string }[] }>('/consents'));
  const consents = items.map(({ purpose, version }) => ({ purpose, version }));
  const idNumber = buildIdNumber({ birthDay, sex: 'male' });
  return bodyOf(await clerk.post<{ id: string }>('/residents', { name, idType: 'residentId', idNumber, consents }), 201)
    .id;
}
