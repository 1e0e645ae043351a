import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskPhone } from '@linkang/shared/domain/masking';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { findTaken } from './seat.model';
import { findSession } from './session.model';
import { canSeeRoster } from './session.policy';

const shown: BookingStatus[] = ['booked', 'arrived', 'called', 'done', 'noShow', 'suspended'];

/** Who has a seat in a session, for the staff who receive them; the reading is audited. @throws NOT_FOUND, FORBIDDEN */
export async function listRoster(deps: Deps, sessionId: string, request: RequestInfo<StaffActor>) {
  const session = await findSession(sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  if (!canSeeRoster(request.actor, session.lectureTitle !== undefined)) throw new AppError('FORBIDDEN');
  const seats = await findTaken(sessionId, shown);
  const ids = seats.map((seat) => seat.residentId as string);
  const residents = new Map((await findResidents(ids)).map((resident) => [resident.id, resident]));
  await recordAccess(request, 'session.bookings', ids);
  const today = dayOf(request.now);
  const items = seats.flatMap((seat) => {
    const resident = residents.get(seat.residentId as string);
    if (!resident) return [];
    const phone = resident.phone(deps.keyring);
    return [
      {
        id: seat._id,
        number: seat.no,
        status: seat.status as BookingStatus,
        residentId: resident.id,
        residentName: resident.name,
        age: ageOn(resident.birthDay, today),
        sex: resident.sex,
        phoneMasked: phone === null ? null : maskPhone(phone),
        startTime: seat.startTime,
        bookedAt: (seat.bookedAt as Date).toISOString(),
      },
    ];
  });
  return { items };
}
