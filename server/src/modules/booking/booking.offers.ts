import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { Reply } from '@linkang/shared/api/route';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { asSignedIn, type RequestInfo } from '../../platform/module';
import { Unmatched } from '../../platform/transaction';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import {
  answerOffer,
  declineOffered,
  findSeat,
  findService,
  findSession,
  findSessionsById,
  findToPhone,
  markPhoned,
  releaseSeat,
  serviceName,
} from '../session';
import { commitHeld } from './booking.commit';
import { loadServed, present, stateConflict, type ServedBooking } from './booking.service';

/** The booking that an accepted offer became, if it was accepted. */
async function findAccepted(deps: Deps, { seat, viewer }: ServedBooking, now: Date): Promise<Booking | undefined> {
  const current = await findSeat(seat._id);
  const booked = current?.offer === 'accepted' && current.movedTo ? await findSeat(current.movedTo) : null;
  return booked ? present(deps, booked, viewer, now) : undefined;
}

/**
 * Takes the seat that is held in place of one that was called off; a repeat answers with the same booking.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when there is no such offer any more, the refusals of booking
 */
export async function acceptOffer(deps: Deps, id: string, request: RequestInfo): Promise<Booking> {
  const { now } = request;
  const actor = asSignedIn(request.actor);
  const served = await loadServed(id, 'booking.acceptOffer', request);
  const { seat, viewer } = served;
  const offered = seat.offer === 'made' ? await findSeat(seat.offerSeatId as string) : null;
  const session = offered && (await findSession(offered.sessionId));
  const refused = async (): Promise<Booking> => {
    const accepted = await findAccepted(deps, served, now);
    if (accepted) return accepted;
    throw await stateConflict(deps, id, viewer, now);
  };
  if (!offered || !session) return refused();
  const { residentId } = seat;
  const oncePerYear = findService(deps, session.serviceCode)?.oncePerYear ?? false;
  const leaving = { seatId: id, write: answerOffer(seat, 'accepted', actor.accountId, now) };
  const items = [{ seat: offered, session, residentId, oncePerYear }];
  try {
    const result = await commitHeld(deps, { items, leaving, notice: 'bookingMade', actor, now });
    if ('refusal' in result) throw result.refusal;
    return await present(deps, result.taken[0] as typeof offered, viewer, now);
  } catch (error) {
    if (error instanceof Unmatched) return refused();
    throw error;
  }
}

/** Does without the offered seat. @throws NOT_FOUND, PROXY_SCOPE_MISSING, STATE_CONFLICT when there is no such offer */
export async function declineOffer(deps: Deps, id: string, request: RequestInfo): Promise<Booking> {
  const { now } = request;
  const { seat, viewer } = await loadServed(id, 'booking.declineOffer', request);
  const by = asSignedIn(request.actor).accountId;
  const freed = seat.offer === 'made' ? await declineOffered(seat, by, now) : null;
  if (!freed) throw await stateConflict(deps, id, viewer, now);
  await releaseSeat(freed, now);
  return present(deps, (await findSeat(id)) ?? seat, viewer, now);
}

/** Whom the desk has to telephone; the reading is audited. */
export async function listPhoneCalls(
  deps: Deps,
  request: RequestInfo<StaffActor>,
): Promise<Reply<BookingRoutes['phoneList']>> {
  const seats = await findToPhone();
  const ids = [...new Set(seats.map((seat) => seat.residentId as string))];
  const sessions = new Map((await findSessionsById(seats.map((seat) => seat.sessionId))).map((row) => [row._id, row]));
  const residents = new Map((await findResidents(ids)).map((resident) => [resident.id, resident]));
  await recordAccess(request, 'booking.phoneList', ids);
  return {
    items: seats.flatMap((seat) => {
      const resident = residents.get(seat.residentId as string);
      const session = sessions.get(seat.sessionId);
      if (!resident || !session) return [];
      return {
        bookingId: seat._id,
        residentId: resident.id,
        residentName: resident.name,
        phone: resident.phone(deps.keyring),
        serviceName: serviceName(deps, seat.serviceCode),
        day: seat.day,
        startTime: seat.startTime,
        place: session.place,
        reason: session.suspendReason ?? null,
      };
    }),
  };
}

/** Takes somebody off the telephone list. @throws NOT_FOUND, STATE_CONFLICT when no call was owed */
export async function markCalled(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Booking> {
  const { viewer } = await loadServed(id, 'booking.phoned', request);
  const phoned = await markPhoned(id, request.actor.accountId, request.now);
  if (!phoned) throw await stateConflict(deps, id, viewer, request.now);
  return present(deps, phoned, viewer, request.now);
}
