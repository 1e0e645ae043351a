import { reconcileSeats } from '@linkang/server/modules/session';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { buildCrowd, staffCaller, type Citizen } from './clinic';
import { inTurn, startPeer, type Peer } from './peer';
import { startServer, type TestServer } from './server';
import { judge, scaled, type Told } from './storm';

/** Long enough for a full storm on a busy machine. */
export const LONG_MS = 1_800_000;

interface Row {
  _id: string;
  no: number;
  status: string;
  offer?: string;
  residentId?: string;
}

/** What the storms of a file rage on. */
export interface StormStage {
  /** Two server processes on one database; every request goes to the one and the other in turn. */
  server: TestServer;
  second: Peer;
  crowd: Citizen[];
  stop(): Promise<void>;
}

/** Starts both servers and registers the people. */
export async function openStormStage(): Promise<StormStage> {
  const first = await startServer({ limits: false });
  const second = await startPeer(first);
  const server = inTurn(first, second);
  return {
    server,
    second,
    crowd: await buildCrowd(server, scaled(105, 700)),
    async stop() {
      await second.stop();
      await first.stop();
    },
  };
}

let months = 6;
/** A month of its own for each storm. */
export const month = () => {
  months += 1;
  return (n: number): string => `2026-${String(months).padStart(2, '0')}-${String(n).padStart(2, '0')}`;
};

async function repeatBeside(work: Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
  let running = true;
  const ended = () => (running = false);
  void work.then(ended, ended);
  while (running) {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What every storm uses. @param at the stage, once it stands */
export function stormOf(at: () => StormStage) {
  const db = () => at().server.deps.connection.getClient().db(at().server.deps.connection.name);
  /** The reconciler runs twice when a later step of a round leaves work for an earlier one. */
  const settle = async (): Promise<void> => {
    await reconcileSeats(at().server.deps);
    await reconcileSeats(at().server.deps);
  };
  return {
    db,
    settle,
    seats: () => db().collection<Row>('seats'),
    desk: () => staffCaller(at().server, ['desk']),
    move: (citizen: Citizen, id: string, sessionId: string, key?: string) =>
      citizen.caller.post<Booking>(`/bookings/${id}/move`, { sessionId }, key),
    /** The reconcilers of both go round and round as long as something else runs. */
    reconcileBeside: async (work: Promise<unknown>): Promise<void> => {
      await Promise.all([
        repeatBeside(work, () => reconcileSeats(at().server.deps)),
        repeatBeside(work, () => at().second.reconcile()),
      ]);
    },
    expectPeace: async (name: string, history: Told[] = []): Promise<void> => {
      await settle();
      expect((await judge(name, db(), history)).violations).toEqual([]);
    },
  };
}
