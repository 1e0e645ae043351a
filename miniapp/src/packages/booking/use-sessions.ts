import type { Service } from '@linkang/shared/api/centre.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { Session, SessionRoutes } from '@linkang/shared/api/session.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { centreApi, sessionApi } from '@/api/clients';
import type { StripDay } from '@/components/day-strip';
import { sessionWord } from '@/components/words';
import { useLoad, type Load } from '@/hooks/use-load';
import { serverToday } from '@/stores/centre';

/** Days that are shown, today included. */
const DAYS = 14;
/** Sessions that one answer holds at most. */
const PAGE = 100;

/** The fortnight of one service. */
export interface Offer {
  service: Service | undefined;
  days: StripDay[];
  sessionsByDay: Partial<Record<string, Session[]>>;
  /** The first day with a seat, else today. */
  firstOpenDay: string;
}

/** One word for a day: seats left, or why there is none. */
function summariseDay(day: string, sessions: Session[]): StripDay {
  const remaining = sessions
    .filter((session) => session.state === 'open')
    .reduce((sum, session) => sum + session.remaining, 0);
  if (remaining > 0) return { day, word: `余${remaining}`, isOpen: true };
  const state = (['notReleased', 'full', 'suspended', 'ended'] as const).find((name) =>
    sessions.some((session) => session.state === name),
  );
  if (state === undefined) return { day, word: sessions.length ? '已满' : '无号', isOpen: false };
  return { day, word: sessionWord({ state, remaining: 0 }).word, isOpen: false };
}

const byTime = (a: Session, b: Session): number => a.startTime.localeCompare(b.startTime) || a.id.localeCompare(b.id);

/** Every session of the fortnight: a day whose sessions stood on a later page would look as if it had none. */
async function listSessions(serviceCode: string, fromDay: string, toDay: string): Promise<Session[]> {
  const sessions: Session[] = [];
  let cursor: string | null = null;
  do {
    const query = { serviceCode, fromDay, toDay, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
    const page: CallReply<SessionRoutes['list']> = await sessionApi.list({ query });
    sessions.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return sessions;
}

async function loadOffer(serviceCode: string): Promise<Offer> {
  const today = serverToday();
  const [services, sessions] = await Promise.all([
    centreApi.services({}),
    listSessions(serviceCode, today, addDays(today, DAYS - 1)),
  ]);
  const sessionsByDay: Partial<Record<string, Session[]>> = {};
  for (const session of sessions.sort(byTime)) (sessionsByDay[session.day] ??= []).push(session);
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = addDays(today, index);
    return summariseDay(day, sessionsByDay[day] ?? []);
  });
  return {
    service: services.items.find((service) => service.code === serviceCode),
    days,
    sessionsByDay,
    firstOpenDay: days.find((row) => row.isOpen)?.day ?? today,
  };
}

/** Loads the fortnight of a service; without network as it was last seen. */
export const useSessions = (serviceCode: string): Load<Offer> =>
  useLoad(`sessions.${serviceCode}`, () => loadOffer(serviceCode), { keepCopy: true });
