import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import type { Call, CallState } from '@linkang/shared/api/notice.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { bodyOf } from './answers';
import { book, buildCitizen, openSession, staffCaller, type Citizen } from './clinic';
import type { Caller } from './http';
import { remind, runNoticeJob } from './notices';
import type { TestServer } from './server';

/** The first reminder is due of the visit of `openSession`, on Monday 8 June at 09:00. */
export const DAY_BEFORE = '2026-06-07T07:00:00.000Z';
/** The second reminder of it is due. */
export const TWO_HOURS_BEFORE = '2026-06-07T23:00:00.000Z';
/** The one at the desk. */
export const CLERK = '665eaf2f9d2a4c0000000001';

/** A page of the list of those whom the desk telephones. */
export interface CallPage {
  items: Call[];
  nextCursor: string | null;
  counts: Record<CallState, number>;
}

/** Everything that a list of calls is made of. */
export async function clearCalls(server: TestServer): Promise<void> {
  for (const name of ['notices', 'noticeCredits', 'seats', 'calls', 'waitlist'])
    await server.deps.connection.collection(name).deleteMany({});
}

/** What happens at the desk's telephone. @param at the server, once it runs */
export function callsOf(at: () => TestServer) {
  const notices = () => at().deps.connection.collection<NoticeRow>('notices');
  const desk = (id = CLERK): Caller => staffCaller(at(), ['desk'], id);
  const see = async (query = ''): Promise<CallPage> => bodyOf(await desk().get<CallPage>(`/calls?limit=100${query}`));
  const push = async (): Promise<void> => {
    await runNoticeJob(at(), 'deliverNotices');
    await runNoticeJob(at(), 'pushNotices');
  };
  return {
    notices,
    desk,
    see,
    push,
    seeCalls: async (query = ''): Promise<Call[]> => (await see(query)).items,
    tick: ({ id, rev }: Call, state: string, by = CLERK) => desk(by).post<Call>(`/calls/${id}/ticks`, { state, rev }),
    remindAt: async (instant: string): Promise<void> => {
      at().clock.set(instant);
      await remind(at());
      await push();
    },
    suspend: async (session: Session): Promise<unknown> =>
      bodyOf(await desk().post(`/sessions/${session.id}/suspend`, { reason: '停电' })),
    edit: async (session: Session, rev = 0): Promise<unknown> =>
      bodyOf(
        await desk().send('PUT', `/sessions/${session.id}`, {
          startTime: '14:00',
          endTime: '15:00',
          place: '二楼',
          reason: '换诊室',
          rev,
        }),
      ),
    /** Somebody with a booking whose WeChat nobody knows. */
    booked: async (
      changes: Record<string, unknown> = {},
    ): Promise<{ citizen: Citizen; session: Session; id: string }> => {
      const [citizen, session] = [await buildCitizen(at()), await openSession(at(), changes)];
      return { citizen, session, id: bodyOf(await book(citizen, session.id), 201).id };
    },
  };
}
