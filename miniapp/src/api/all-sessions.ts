import type { CallInput, CallReply } from '@linkang/shared/api/route';
import type { Session, SessionRoutes } from '@linkang/shared/api/session.routes';
import { toApiError, type ApiErrorCode } from './api-error';
import { sessionApi } from './clients';

/** Sessions that one answer holds at most. */
const PAGE = 100;

type Query = CallInput<SessionRoutes['list']>['query'];

/** The permission has ended meanwhile. */
const ENDED: readonly ApiErrorCode[] = ['NOT_FOUND', 'PROXY_SCOPE_MISSING'];

/**
 * Asks what somebody can book; where it is not allowed any more, what everybody can. That they cannot be booked for is
 * said when it is tried.
 */
export async function askFor<T>(residentId: string | undefined, ask: (residentId?: string) => Promise<T>): Promise<T> {
  if (residentId === undefined) return ask();
  try {
    return await ask(residentId);
  } catch (thrown) {
    if (ENDED.includes(toApiError(thrown).code)) return ask();
    throw thrown;
  }
}

async function readAll(query: Query): Promise<Session[]> {
  const sessions: Session[] = [];
  let cursor: string | null = null;
  do {
    const page: CallReply<SessionRoutes['list']> = await sessionApi.list({
      query: { ...query, limit: PAGE, ...(cursor === null ? {} : { cursor }) },
    });
    sessions.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return sessions;
}

/** Every session of some days: one that stood on a later page would look as if it were not there. */
export const allSessions = (query: Query, residentId: string | undefined): Promise<Session[]> =>
  askFor(residentId, (id) => readAll(id === undefined ? query : { ...query, residentId: id }));
