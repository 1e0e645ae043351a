import { fork } from 'node:child_process';
import path from 'node:path';
import type { TestServer } from './server';

/** A second server process on a test server's database. Its clock follows the test's. */
export interface Peer {
  baseUrl: string;
  /** Runs the reconciler there. */
  reconcile(): Promise<void>;
  /** Waits until its clock shows the test's time. */
  inStep(): Promise<void>;
  /** How far its machine's own time is ahead of UTC in winter. */
  minutesFromUtc(): Promise<number>;
  stop(): Promise<void>;
}

/** What a test may choose of it. */
export interface PeerOptions {
  limits?: boolean;
  /** The machine's own time zone there. */
  timeZone?: string;
}

/** Starts it; a fault of it ends it, and whoever waits for it hears of that. */
export async function startPeer(server: TestServer, options: PeerOptions = {}): Promise<Peer> {
  const { limits = false, timeZone } = options;
  const child = fork(path.resolve(__dirname, 'peer-entry.cjs'), {
    env: { ...process.env, ...(timeZone ? { TZ: timeZone } : {}) },
    execArgv: [],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (result: unknown) => void>();
  let orders = 0;
  const order = (kind: string, more: Record<string, unknown> = {}): Promise<unknown> => {
    const id = (orders += 1);
    child.send({ kind, id, ...more });
    return Promise.race([
      new Promise<unknown>((resolve) => waiting.set(id, resolve)),
      exited.then(() => Promise.reject(new Error('the second server ended'))),
    ]);
  };
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the second server did not start')));
    child.on('message', (said: { baseUrl?: string; done?: number; result?: unknown }) => {
      if (said.baseUrl) resolve(said.baseUrl);
      if (said.done === undefined) return;
      waiting.get(said.done)?.(said.result);
      waiting.delete(said.done);
    });
    child.send({ limits, now: server.clock.now().toISOString(), join: server.shared });
  });
  const unfollow = server.clock.follow((instant) => void order('set', { instant }).catch(() => undefined));
  return {
    baseUrl,
    reconcile: async () => void (await order('reconcile')),
    inStep: async () => void (await order('set', { instant: server.clock.now().toISOString() })),
    minutesFromUtc: async () => (await order('zone')) as number,
    async stop() {
      unfollow();
      child.disconnect();
      await exited;
    },
  };
}

/** The two as one: requests go to one and the other in turn. */
export function inTurn(server: TestServer, peer: Peer): TestServer {
  let turn = 0;
  return {
    ...server,
    get baseUrl() {
      turn += 1;
      return turn % 2 ? server.baseUrl : peer.baseUrl;
    },
  };
}
