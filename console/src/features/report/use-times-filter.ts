import { addDays, daysBetween, isDay } from '@linkang/shared/domain/clinic-day';
import { useSearchParams } from 'react-router-dom';
import { todayDay } from '../../components/words';

const USUAL_SPAN_DAYS = 29;
/** The API gives at most a year at once. */
export const MAX_SPAN_DAYS = 365;
/** Limits in minutes that one can choose, the usual one first. */
export const waitingLimits = [30, 15, 20, 60] as const;
export const bookingLimits = [3, 1, 2, 5, 10] as const;

/** What the figures are about. */
export interface TimesFilter {
  fromDay: string;
  toDay: string;
  serviceCode?: string;
  doctorId?: string;
  sessionId?: string;
  waitingWithin: number;
  bookingWithin: number;
}

const limitOf = (text: string | null, limits: readonly number[]): number =>
  limits.find((limit) => String(limit) === text) ?? (limits[0] as number);

/** The filter as the address holds it, so that what somebody looks at can be sent to others. */
export function useTimesFilter() {
  const [search, setSearch] = useSearchParams();
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  const to = text('toDay') ?? '';
  const toDay = isDay(to) ? to : todayDay();
  const from = text('fromDay') ?? '';
  const isSpan = isDay(from) && from <= toDay && daysBetween(from, toDay) <= MAX_SPAN_DAYS;
  const [serviceCode, doctorId, sessionId] = [text('serviceCode'), text('doctorId'), text('sessionId')];
  const filter: TimesFilter = {
    fromDay: isSpan ? from : addDays(toDay, -USUAL_SPAN_DAYS),
    toDay,
    ...(serviceCode ? { serviceCode } : {}),
    ...(doctorId ? { doctorId } : {}),
    ...(sessionId ? { sessionId } : {}),
    waitingWithin: limitOf(search.get('waitingWithin'), waitingLimits),
    bookingWithin: limitOf(search.get('bookingWithin'), bookingLimits),
  };
  const change = (next: TimesFilter): void => {
    const entries = Object.entries(next).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    setSearch(Object.fromEntries(entries) as Record<string, string>, { replace: true });
  };
  return { filter, change };
}
