import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { CallReply } from '@linkang/shared/api/route';

/** A session with its counts. */
export type BoardSession = CallReply<SessionRoutes['overview']>['items'][number];
/** What the columns stand for. */
export type BoardSide = 'doctor' | 'room';

/** One column: a doctor or a place, with the sessions in order of time. */
export interface BoardGroup {
  key: string;
  name: string;
  doctor?: BoardSession['doctor'];
  sessions: BoardSession[];
}

const NO_DOCTOR = '没有指定医生';

/** Sorts sessions into columns; those without a doctor come last. */
export function groupSessions(sessions: readonly BoardSession[], side: BoardSide): BoardGroup[] {
  const groups = new Map<string, BoardGroup>();
  for (const session of sessions) {
    const { doctor, place, roomId } = session;
    const key = side === 'doctor' ? (doctor?.id ?? '') : (roomId ?? place);
    const name = side === 'doctor' ? (doctor?.name ?? NO_DOCTOR) : place;
    const group = groups.get(key) ?? { key, name, ...(side === 'doctor' ? { doctor } : {}), sessions: [] };
    group.sessions.push(session);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => Number(a.key === '') - Number(b.key === '') || a.name.localeCompare(b.name, 'zh-CN'),
  );
}

/** The arrivals list that a session's counts are taken from. */
export const arrivalsLink = (day: string, { place, doctor }: BoardSession): string =>
  `/arrivals?${new URLSearchParams({ day, place, ...(doctor ? { doctorId: doctor.id } : {}) }).toString()}`;
