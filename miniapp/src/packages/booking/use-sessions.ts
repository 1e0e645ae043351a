import type { Service } from '@linkang/shared/api/centre.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { allSessions } from '@/api/all-sessions';
import { centreApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import type { StripDay } from '@/components/day-strip';
import { sessionWord } from '@/components/words';
import { useBookableId } from '@/hooks/use-bookable-id';
import { useLoad, type Load } from '@/hooks/use-load';
import { serverToday } from '@/stores/centre';

/** Days that are shown, today included. */
const DAYS = 14;

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

async function loadOffer(serviceCode: string, residentId: string | undefined): Promise<Offer> {
  const today = serverToday();
  const [services, sessions] = await Promise.all([
    centreApi.services({}),
    allSessions({ serviceCode, fromDay: today, toDay: addDays(today, DAYS - 1) }, residentId),
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

/** Loads the fortnight of a service with the seats left for the chosen person; without network as it was last seen. */
export function useSessions(serviceCode: string): Load<Offer> {
  const residentId = useBookableId();
  const key = residentId === undefined ? `sessions.${serviceCode}` : `${PERSONAL}sessions.${serviceCode}.${residentId}`;
  return useLoad(key, () => loadOffer(serviceCode, residentId), { keepCopy: true });
}
