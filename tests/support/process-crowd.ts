import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { systemClock } from '@linkang/server/platform/clock';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays, dayOf } from '@linkang/shared/domain/clinic-day';
import { bodyOf } from './answers';
import { buildSessionBody } from './clinic';
import { Caller, type Answer } from './http';

/** People who book at a server in a process of its own, with tokens made from its data folder. */
export interface ProcessCrowd {
  /** One try; nothing where the connection was lost. */
  book(i: number, session: Session, key: string): Promise<Answer<Booking> | undefined>;
  openSession(daysAhead: number, capacity: number): Promise<Session>;
}

/** Makes the crowd of a server. */
export function makeCrowd(dataDir: string, baseUrl: string): ProcessCrowd {
  const tokens = makeTokens(loadOrCreateSecrets(dataDir).tokenSecret, systemClock);
  const callerOf = (i: number): Caller =>
    new Caller(
      baseUrl,
      tokens.signAccess({ kind: 'resident', accountId: `a-${i}`, signInId: `s-${i}`, ownResidentId: `person-${i}` }),
    );
  const desk = (): Caller =>
    new Caller(
      baseUrl,
      tokens.signAccess({ kind: 'staff', accountId: 'desk', signInId: 'desk', roles: ['desk'], teamIds: [] }),
    );
  return {
    book: (i, { id }, key) =>
      callerOf(i)
        .post<Booking>('/bookings', { sessionId: id, residentId: `person-${i}` }, key)
        .catch(() => undefined),
    async openSession(daysAhead, capacity) {
      const day = addDays(dayOf(new Date()), daysAhead);
      return bodyOf(await desk().post<Session>('/sessions', buildSessionBody({ day, capacity })), 201);
    },
  };
}
