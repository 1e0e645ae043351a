import { setImmediate as nextTurn } from 'node:timers/promises';
import { findByIdems, type SeatRow } from '../session';

type Waiting = Map<string, { resolve: (seat: SeatRow | undefined) => void; reject: (error: unknown) => void }[]>;

let next: Waiting = new Map();
let isReading = false;

/** Reads for everybody who waits, and then for those who came meanwhile. */
async function readAll(): Promise<void> {
  isReading = true;
  while (next.size) {
    // Whoever is in this turn of the event loop comes along.
    await nextTurn();
    const batch = next;
    next = new Map();
    try {
      const seats = new Map((await findByIdems([...batch.keys()])).map((seat) => [seat.idem, seat]));
      for (const [idem, askers] of batch) askers.forEach(({ resolve }) => resolve(seats.get(idem)));
    } catch (error) {
      for (const askers of batch.values()) askers.forEach(({ reject }) => reject(error));
    }
  }
  isReading = false;
}

/**
 * The booking that a request made. When a session is sold out hundreds ask this at once: those who come while a
 * read is under way share the next one, which begins after each of them has asked.
 */
export function findOwnBooking(idem: string): Promise<SeatRow | undefined> {
  return new Promise((resolve, reject) => {
    const askers = next.get(idem) ?? [];
    askers.push({ resolve, reject });
    next.set(idem, askers);
    if (!isReading) void readAll();
  });
}
