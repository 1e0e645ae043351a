import { instantOf, isDay } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { sessionApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, spanText, todayDay } from '../../components/words';
import { ArrivalsTable } from './arrivals-table';
import type { DayFilter } from './use-visit-step';
import { dayKey } from './use-visit-step';

const MAX_SESSIONS = 100;

type Option = { value: string; label: string };

/** Each value once, with "all" before them. */
const optionsOf = (all: string, rows: readonly Option[]): Option[] => [
  { value: '', label: all },
  ...new Map(rows.map((row) => [row.value, row])).values(),
];

/** Rooms and doctors of the day; read without the people, so that nobody's name is read for a filter. */
function ArrivalsFilter({ filter, onChange }: { filter: DayFilter; onChange: (filter: DayFilter) => void }) {
  const { day, place, doctorId } = filter;
  const query = useQuery({
    queryKey: ['day-sessions', day],
    queryFn: () => sessionApi.list({ query: { fromDay: day, toDay: day, limit: MAX_SESSIONS } }),
  });
  const sessions = query.data?.items ?? [];
  const doctors = sessions.flatMap(({ doctor }) => (doctor ? [{ value: doctor.id, label: doctor.name }] : []));
  return (
    <>
      <Select
        aria-label="诊室"
        style={{ width: 220 }}
        value={place ?? ''}
        options={optionsOf(
          '全部诊室',
          sessions.map((session) => ({ value: session.place, label: session.place })),
        )}
        onChange={(value) => onChange({ day, ...(value ? { place: value } : {}), ...(doctorId ? { doctorId } : {}) })}
      />
      <Select
        aria-label="医生"
        style={{ width: 160 }}
        value={doctorId ?? ''}
        options={optionsOf('全部医生', doctors)}
        onChange={(value) => onChange({ day, ...(place ? { place } : {}), ...(value ? { doctorId: value } : {}) })}
      />
    </>
  );
}

/** The filter with which a link opened the page; today without one. */
const filterOf = (search: URLSearchParams): DayFilter => {
  const [day, place, doctorId] = ['day', 'place', 'doctorId'].map((name) => search.get(name) ?? '');
  return { day: day && isDay(day) ? day : todayDay(), ...(place ? { place } : {}), ...(doctorId ? { doctorId } : {}) };
};

/** Who comes today, by room and doctor. */
export function ArrivalsPage() {
  const [search] = useSearchParams();
  const [filter, setFilter] = useState<DayFilter>(() => filterOf(search));
  const query = useQuery({
    queryKey: dayKey(filter),
    queryFn: () => sessionApi.day({ query: filter }),
    // Each reading goes into the log of everybody on the list: it is read when somebody asks.
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <PageHeader title="今日到诊" note={`${dayText(filter.day)}。查看名单会记入日志。`} />
      <div className="toolbar">
        <ArrivalsFilter filter={filter} onChange={setFilter} />
        <Button onClick={() => void query.refetch()} loading={query.isFetching}>
          刷新
        </Button>
      </div>
      <QueryView query={query}>
        {({ items }) => {
          const busy = items.filter(({ bookings }) => bookings.length > 0);
          if (busy.length === 0) return <EmptyNote text="还没有人预约" />;
          return busy.map((session) => (
            <section key={session.id} className="panel" aria-label={`${session.serviceName} ${spanText(session)}`}>
              <h2>
                {[session.serviceName, spanText(session), session.place, session.doctor?.name]
                  .filter(Boolean)
                  .join(' · ')}
              </h2>
              <ArrivalsTable
                rows={session.bookings}
                filter={filter}
                isOver={new Date() >= instantOf(filter.day, session.endTime)}
              />
            </section>
          ));
        }}
      </QueryView>
    </>
  );
}
