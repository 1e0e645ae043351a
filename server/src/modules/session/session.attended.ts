import type { Input } from '@linkang/shared/api/route';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import { findRoom } from '../centre';
import { doctorPhotos, findDoctor } from '../doctor';
import type { SessionRow } from './session.model';

/** The doctor of a session. */
export interface AttendingDoctor {
  id: string;
  name: string;
  title: string;
}

/** What a session keeps of its doctor. */
export const doctorFields = (doctor: AttendingDoctor, time: Parameters<typeof buildDoctorKeys>[1]) => ({
  doctorId: doctor.id,
  doctorName: doctor.name,
  doctorTitle: doctor.title,
  doctorKeys: buildDoctorKeys(doctor.id, time),
});

/** Where a session is and who attends it. */
export interface Attended {
  place: string;
  roomId?: string;
  doctor?: AttendingDoctor;
}

/** Where a new session is and who attends it. @throws VALIDATION_FAILED for an unknown room or doctor, or those no longer in use */
export async function findAttended(
  body: Pick<Input<SessionRoutes['create']>['body'], 'place' | 'roomId' | 'doctorId'>,
): Promise<Attended> {
  const { place = '', roomId, doctorId } = body;
  const [room, doctor] = await Promise.all([
    roomId === undefined ? null : findRoom(roomId),
    doctorId === undefined ? null : findDoctor(doctorId),
  ]);
  const fields: FieldFault[] = [];
  if (roomId !== undefined && !room?.active) fields.push(fieldFault('body.roomId', 'UNKNOWN'));
  if (doctorId !== undefined && !doctor) fields.push(fieldFault('body.doctorId', 'UNKNOWN'));
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return {
    place: room?.place ?? place,
    ...(room ? { roomId: room.id } : {}),
    ...(doctor ? { doctor } : {}),
  };
}

/** Photos of the doctors of sessions. */
export const photosOf = (sessions: readonly SessionRow[]): Promise<Map<string, string>> =>
  doctorPhotos(sessions.flatMap(({ doctorId }) => doctorId ?? []));
