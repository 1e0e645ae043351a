import type { MergePart, Obstacle } from '../../platform/module';
import { countWaitingOf, findWaitingTwice, moveWaiting } from '../waiting';

const asObstacle = ({ serviceName, day }: { serviceName: string; day: string }): Obstacle => ({
  cause: 'waitlist',
  about: `${serviceName} ${day}`,
});

/** Places on waiting lists go over; of two for the same session staff give one back first. */
export const waitlistMerging: MergePart = {
  obstacles: async (_, { stayId, awayId }) => (await findWaitingTwice(stayId, awayId)).map(asObstacle),
  move: async (_, { stayId, awayId }) => (await moveWaiting(awayId, stayId)).map(asObstacle),
  count: async (residentId) => ({ name: '候补', count: await countWaitingOf(residentId) }),
};
