import type { Session } from '@linkang/shared/api/session.routes';
import { timesOverlap } from '@linkang/shared/domain/doctor-keys';
import { ApiError } from '../../api/api-error';
import { spanText } from '../../components/words';
import type { SessionFormValues } from './session-form';

type Other = Pick<Session, 'serviceName' | 'startTime' | 'endTime' | 'place'>;

const nameOf = (other: Other): string => `${spanText(other)} ${other.serviceName}（${other.place}）`;

/** Which sessions of the day have the room or the doctor at the time that the form holds, in words. */
export function findClashes(values: SessionFormValues, sessions: readonly Session[]): string[] {
  const { startTime = '', endTime = '', doctorId, roomId } = values;
  const day = values.day?.format('YYYY-MM-DD');
  if (!day || !startTime || !endTime) return [];
  const others = sessions.filter(
    (session) => session.state !== 'suspended' && timesOverlap(session, { day, startTime, endTime }),
  );
  return others.flatMap((session) => [
    ...(roomId && session.roomId === roomId ? [`这间诊室同时有 ${nameOf(session)}，请确认坐得下`] : []),
    ...(doctorId && session.doctor?.id === doctorId ? [`这位医生同时有 ${nameOf(session)}，不能再开放`] : []),
  ]);
}

/** The sentence of a refusal because the doctor is elsewhere, with the session in the way; null for other errors. */
export function busyDoctorText(error: unknown): string | null {
  if (!(error instanceof ApiError && error.code === 'SESSION_DOCTOR_BUSY')) return null;
  const other = error.conflict as Other | undefined;
  return other ? `这位医生已有 ${nameOf(other)}，请换时间或换医生。` : error.detail;
}
