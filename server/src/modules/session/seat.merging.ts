import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { MergePart, Obstacle } from '../../platform/module';
import { countSeatsOf } from './seat.leaving.model';
import { findClashingSeats, moveSeats } from './seat.merging.model';
import type { SeatRow } from './seat.model';
import { serviceName } from './session.naming';
import { forgetQueue } from './session.queue';

const asObstacle = (deps: Deps, seat: SeatRow): Obstacle => ({
  cause: 'booking',
  about: `${serviceName(deps, seat.serviceCode)} ${sayDay(seat.day)} ${sayTime(seat.startTime)}`,
});

/** Bookings go over with their keys; of two that one person cannot have staff give one up first. */
export const seatMerging: MergePart = {
  obstacles: async (deps, { stayId, awayId }) =>
    (await findClashingSeats(stayId, awayId)).map((seat) => asObstacle(deps, seat)),
  async move(deps, { stayId, awayId }) {
    const { moved, stuck } = await moveSeats(awayId, stayId);
    for (const seat of moved) forgetQueue(deps, seat);
    return stuck.map((seat) => asObstacle(deps, seat));
  },
  count: async (residentId) => ({ name: '预约', count: await countSeatsOf(residentId) }),
};
