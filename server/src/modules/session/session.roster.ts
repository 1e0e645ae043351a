import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskPhone } from '@linkang/shared/domain/masking';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { BookingStatus, RosterRow, SessionRoutes } from '@linkang/shared/api/session.routes';
import { waitingMinutesOf } from '@linkang/shared/domain/visit-queue';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents, type ResidentProfile } from '../resident';
import { countWaiting } from '../waiting';
import { clashMark } from './seat.edit.model';
import { photosOf } from './session.attended';
import { findTaken, findTakenOf, type SeatRow } from './seat.model';
import { findSession, findSessions } from './session.model';
import { canSeeRoster } from './session.policy';
import { presentSession } from './session.presenter';
import { serviceName } from './session.naming';

const shown: BookingStatus[] = ['booked', 'arrived', 'called', 'done', 'noShow', 'suspended'];

/** States of those whose waiting is over. */
const wasCalled: SeatRow['status'][] = ['called', 'done'];

/** Sessions that the day view shows at most. */
const MAX_SESSIONS = 200;

const presentRow = (deps: Deps, seat: SeatRow, resident: ResidentProfile, today: string): RosterRow => {
  const phone = resident.phone(deps.keyring);
  return {
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
    ...clashMark(seat),
  };
};

/** The people of seats, each reading audited, by session. */
export async function readRosters(
  deps: Deps,
  seats: SeatRow[],
  action: 'session.bookings' | 'session.day' | 'sheet.get',
  request: RequestInfo<StaffActor>,
): Promise<Map<string, RosterRow[]>> {
  const ids = [...new Set(seats.map((seat) => seat.residentId as string))];
  const residents = new Map((await findResidents(ids)).map((resident) => [resident.id, resident]));
  await recordAccess(request, action, ids);
  const today = dayOf(request.now);
  const rosters = new Map<string, RosterRow[]>();
  for (const seat of seats) {
    const resident = residents.get(seat.residentId as string);
    if (!resident) continue;
    const rows = rosters.get(seat.sessionId) ?? [];
    rows.push(presentRow(deps, seat, resident, today));
    rosters.set(seat.sessionId, rows);
  }
  return rosters;
}

/** Who has a seat in a session, for the staff who receive them; the reading is audited. @throws NOT_FOUND, FORBIDDEN */
export async function listRoster(deps: Deps, sessionId: string, request: RequestInfo<StaffActor>) {
  const session = await findSession(sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  if (!canSeeRoster(request.actor, session.lectureTitle !== undefined)) throw new AppError('FORBIDDEN');
  const [seats, waitlisted] = await Promise.all([findTaken(sessionId, shown), countWaiting(sessionId)]);
  const rosters = await readRosters(deps, seats, 'session.bookings', request);
  return { items: rosters.get(sessionId) ?? [], waitlisted };
}

/** The clinic's sessions of a day with their people, for those who receive them; the reading is audited. */
export async function listDay(
  deps: Deps,
  query: Input<SessionRoutes['day']>['query'],
  request: RequestInfo<StaffActor>,
  action: 'session.day' | 'sheet.get' = 'session.day',
): Promise<Reply<SessionRoutes['day']>> {
  const { day, place, doctorId } = query;
  const sessions = await findSessions({
    fromDay: day,
    toDay: day,
    serviceCodes: deps.config.services.map((service) => service.code),
    ...(place === undefined ? {} : { place }),
    ...(doctorId === undefined ? {} : { doctorId }),
    limit: MAX_SESSIONS,
  });
  const seats = await findTakenOf(
    sessions.map((session) => session._id),
    shown,
  );
  const [rosters, photos] = await Promise.all([readRosters(deps, seats, action, request), photosOf(sessions)]);
  return {
    items: sessions.map((session) => ({
      ...presentSession(session, serviceName(deps, session.serviceCode), 0, request.now, { photos }),
      waitingMinutes: waitingMinutesOf(
        seats.filter((seat) => seat.sessionId === session._id && wasCalled.includes(seat.status)),
      ),
      bookings: rosters.get(session._id) ?? [],
    })),
  };
}
