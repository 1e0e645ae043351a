import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { ageOn, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { asSignedIn, type RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import {
  answerAppeal,
  appealAbsence,
  confirmAbsence,
  findAbsences,
  findSession,
  LECTURE_SERVICE,
  noticeOf,
  seatPlace,
  serviceName,
  undoAbsence,
  violatedKey,
  type SeatRow,
} from '../session';
import { refusalFor } from './booking.claim';
import { forgetPauses } from './booking.pause';
import { presentAbsence } from './booking.presenter';
import { loadServed, present, stateConflict } from './booking.service';

const isOver = (seat: SeatRow, now: Date): boolean => now >= instantOf(seat.day, seat.endTime);

/** A message about an absence. */
async function absenceNotice(
  deps: Deps,
  seat: SeatRow,
  kind: 'bookingNoShow' | 'noShowAnswered',
  now: Date,
  reason?: string,
) {
  const session = await findSession(seat.sessionId);
  if (!session) throw new AppError('NOT_FOUND');
  const data = noticeOf(seat, session, serviceName(deps, seat.serviceCode));
  const about = { residentId: seat.residentId as string, targetId: seat._id };
  return owe(kind, about, { ...data, ...(reason === undefined ? {} : { reason }) }, now);
}

/**
 * Staff confirm that somebody did not come; nobody is marked by a machine.
 * @throws NOT_FOUND, STATE_CONFLICT before the visit's end, for lectures, and when the person was received
 */
export async function confirmNoShow(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Booking> {
  const { now, actor } = request;
  const { seat, viewer } = await loadServed(id, 'booking.confirmNoShow', request);
  const may = seat.status === 'booked' && seat.serviceCode !== LECTURE_SERVICE && isOver(seat, now);
  const notice = may ? await absenceNotice(deps, seat, 'bookingNoShow', now) : undefined;
  const confirmed = notice ? await confirmAbsence(seat, actor.accountId, now, notice) : null;
  if (!confirmed) throw await stateConflict(deps, id, viewer, now);
  forgetPauses();
  return present(deps, confirmed, viewer, now);
}

/** Takes the confirmation back. @throws NOT_FOUND, STATE_CONFLICT, and the booking that took its place meanwhile */
export async function undoNoShow(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Booking> {
  const { now, actor } = request;
  const { seat, viewer } = await loadServed(id, 'booking.undoNoShow', request);
  try {
    const undone = seat.absence ? await undoAbsence(seat, actor.accountId, now) : null;
    if (!undone) throw await stateConflict(deps, id, viewer, now);
    forgetPauses();
    return await present(deps, undone, viewer, now);
  } catch (error) {
    const key = violatedKey(error);
    if (key === undefined) throw error;
    throw (await refusalFor(deps, key, seat.absence?.keys ?? [], { actor, now })) ?? new AppError('STATE_CONFLICT');
  }
}

/** The person, or a relative, says why. @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when it was said before */
export async function appeal(deps: Deps, id: string, text: string, request: RequestInfo): Promise<Booking> {
  const { viewer } = await loadServed(id, 'booking.appeal', request);
  const appealed = await appealAbsence(
    id,
    deps.keyring.encrypt(text, seatPlace('absence.appeal.text', id)),
    asSignedIn(request.actor).accountId,
    request.now,
  );
  if (!appealed) throw await stateConflict(deps, id, viewer, request.now);
  return present(deps, appealed, viewer, request.now);
}

/** Staff answer: an accepted absence does not count. @throws NOT_FOUND, STATE_CONFLICT when there is nothing to answer */
export async function answer(
  deps: Deps,
  id: string,
  { accepted, text }: Input<BookingRoutes['answerAppeal']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Booking> {
  const { now, actor } = request;
  const { seat, viewer } = await loadServed(id, 'booking.answerAppeal', request);
  const notice = await absenceNotice(deps, seat, 'noShowAnswered', now, text);
  const sealed = deps.keyring.encrypt(text, seatPlace('absence.answer.text', id));
  const answered = await answerAppeal(id, { accepted, text: sealed }, actor.accountId, now, notice);
  if (!answered) throw await stateConflict(deps, id, viewer, now);
  forgetPauses();
  return present(deps, answered, viewer, now);
}

/** Who seems not to have come, and who was confirmed not to have; the reading is audited. */
export async function listNoShows(
  deps: Deps,
  { fromDay, toDay }: Input<BookingRoutes['noShows']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<BookingRoutes['noShows']>> {
  const { now } = request;
  const codes = deps.config.services.map((service) => service.code);
  const seats = (await findAbsences(fromDay, toDay, codes)).filter((seat) => isOver(seat, now));
  const ids = [...new Set(seats.map((seat) => seat.residentId as string))];
  const residents = new Map((await findResidents(ids)).map((resident) => [resident.id, resident]));
  await recordAccess(request, 'booking.noShows', ids);
  return {
    items: seats.flatMap((seat) => {
      const resident = residents.get(seat.residentId as string);
      if (!resident) return [];
      return {
        bookingId: seat._id,
        residentId: resident.id,
        residentName: resident.name,
        age: ageOn(resident.birthDay, dayOf(now)),
        serviceName: serviceName(deps, seat.serviceCode),
        day: seat.day,
        startTime: seat.startTime,
        number: seat.no,
        state: seat.absence ? ('confirmed' as const) : ('suggested' as const),
        ...presentAbsence(deps, seat),
      };
    }),
  };
}
