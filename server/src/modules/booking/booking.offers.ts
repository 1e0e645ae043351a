import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Deps } from '../../platform/deps';
import { asSignedIn, type RequestInfo } from '../../platform/module';
import { Unmatched } from '../../platform/transaction';
import { answerOffer, declineOffered, findSeat, findService, findSession, releaseSeat } from '../session';
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
