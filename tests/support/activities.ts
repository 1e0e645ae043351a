import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf } from './answers';
import { buildLectureBody, staffCaller, type Citizen } from './clinic';
import type { Answer, Caller } from './http';
import type { TestServer } from './server';

/** The day of the activities, before, while and after which tests look. */
export const ACTIVITY_DAY = '2026-06-09';
export const DURING = '2026-06-09T06:10:00.000Z';
export const AFTER = '2026-06-09T08:00:00.000Z';

export type Attendance = CallReply<LectureRoutes['attendance']>;
export type CheckedIn = CallReply<LectureRoutes['checkIn']>;
export type ActivityRecord = CallReply<LectureRoutes['record']>;
export type Mine = CallReply<LectureRoutes['mine']>;

/** An announced activity of `ACTIVITY_DAY`. */
export async function announceActivity(server: TestServer, changes: Record<string, unknown> = {}): Promise<Lecture> {
  const editor = staffCaller(server, ['editor']);
  const { id } = bodyOf(await editor.post<Lecture>('/lectures', buildLectureBody(changes)), 201);
  return bodyOf(await editor.post<Lecture>(`/lectures/${id}/publish`));
}

/** Registers somebody, by themselves or by who acts for them. */
export const signUp = (caller: Caller, lectureId: string, residentId: string): Promise<Answer<Booking>> =>
  caller.post<Booking>(`/lectures/${lectureId}/registrations`, { residentId });

/** The code that stands on the wall now. */
export const readWall = async (server: TestServer, lectureId: string): Promise<string> =>
  bodyOf(await staffCaller(server, ['nurse']).get<{ code: string }>(`/lectures/${lectureId}/code`)).code;

/** Somebody scans a code. */
export const scan = ({ caller }: Citizen, lectureId: string, code: string, residentIds?: string[]) =>
  caller.post<CheckedIn>(`/lectures/${lectureId}/check-in`, { code, ...(residentIds ? { residentIds } : {}) });

/** Staff see who stands there. */
export const checkInByStaff = (server: TestServer, lectureId: string, residentId: string) =>
  staffCaller(server, ['nurse']).post<CheckedIn>(`/lectures/${lectureId}/check-in`, { residentId });

/** Who came. */
export const readAttendance = async (server: TestServer, lectureId: string): Promise<Attendance> =>
  bodyOf(await staffCaller(server, ['nurse']).get<Attendance>(`/lectures/${lectureId}/attendance`));

/** Counts people without names. */
export const addCounted = (server: TestServer, lectureId: string, count: number, key?: string) =>
  staffCaller(server, ['nurse']).post<{ id: string; count: number }>(
    `/lectures/${lectureId}/counted`,
    { count, note: '六年级二班' },
    key,
  );

/** A record that can be closed. */
export const buildRecordBody = (rev: number, changes: Record<string, unknown> = {}) => ({
  rev,
  summary: '讲了怎样防中暑，大家听得认真。',
  ...changes,
});
