import { addDays, isDay } from '@linkang/shared/domain/clinic-day';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { todayDay } from '../../components/words';

/** Days from the first to the last that are shown at first. */
const USUAL_SPAN_DAYS = 6;

/** Which sessions are listed. */
export interface SessionFilterValue {
  fromDay: string;
  toDay: string;
  serviceCode?: string;
}

/** The filter as the address holds it, so that a list can be reloaded and gone back to. */
export function useSessionFilter() {
  const [search, setSearch] = useSearchParams();
  const from = search.get('fromDay') ?? '';
  const to = search.get('toDay') ?? '';
  const serviceCode = search.get('serviceCode');
  const filter = useMemo((): SessionFilterValue => {
    const fromDay = isDay(from) ? from : todayDay();
    const toDay = isDay(to) && to >= fromDay ? to : addDays(fromDay, USUAL_SPAN_DAYS);
    return { fromDay, toDay, ...(serviceCode ? { serviceCode } : {}) };
  }, [from, to, serviceCode]);
  const changeFilter = (next: SessionFilterValue): void => setSearch({ ...next }, { replace: true });
  return { filter, changeFilter };
}
