import { PrinterOutlined } from '@ant-design/icons';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { instantOf, isDay } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { sessionApi } from '../../api/clients';
import { useKeys } from '../../app/keys';
import { activeRow } from '../../app/rows';
import { DaySheet } from '../../components/day-sheet';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, spanText, todayDay } from '../../components/words';
import './arrivals.css';
import { ArrivalsTable } from './arrivals-table';
import { CallBar } from './call-bar';
import { SCAN_FIELD_ID, ScanField } from './scan-field';
import { useQueue, withQueue, type QueuedSession } from './use-queue';
import { dayKey, useShowChange, type DayFilter } from './use-visit-step';

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
const titleOf = (session: QueuedSession): string =>
  [session.serviceName, spanText(session), session.place, session.doctor?.name].filter(Boolean).join(' · ');

interface SessionPanelProps {
  session: QueuedSession;
  filter: DayFilter;
  isActive: boolean;
  onActive: () => void;
}

/** One session: calling, and its people. Whoever works in it has its keys. */
function SessionPanel({ session, filter, isActive, onActive }: SessionPanelProps) {
  return (
    <section
      className={isActive ? 'panel panel-active' : 'panel'}
      aria-label={`${session.serviceName} ${spanText(session)}`}
      onFocusCapture={onActive}
    >
      <h2>{titleOf(session)}</h2>
      {session.waitingMinutes !== null && <p className="soft">今天一般等 {session.waitingMinutes} 分钟</p>}
      <CallBar session={session} filter={filter} isActive={isActive} />
      <ArrivalsTable
        rows={session.bookings}
        filter={filter}
        isOver={new Date() >= instantOf(filter.day, session.endTime)}
      />
    </section>
  );
}

function PageActions({ filter, canPrint }: { filter: DayFilter; canPrint: boolean }) {
  const place = filter.place ? `?place=${encodeURIComponent(filter.place)}` : '';
  return (
    <div className="arrivals-links">
      <Link to="/desk">现场加约</Link>
      <Link to={`/screen${place}`}>候诊大屏</Link>
      <Link to="/entrance">入口报到码</Link>
      <Link to="/day-sheets">离线名单</Link>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()} disabled={!canPrint}>
        打印名单
      </Button>
    </div>
  );
}

/** Checks in whom the keyboard has chosen in the list, else waits for the scanner. */
function checkInChosen(): void {
  const button = activeRow()?.querySelector<HTMLElement>('[data-step="checkIn"]');
  if (button) button.click();
  else document.getElementById(SCAN_FIELD_ID)?.focus();
}

/** Scanning and the sessions of the day. */
function Arrivals({
  sessions,
  filter,
  onMissing,
}: {
  sessions: QueuedSession[];
  filter: DayFilter;
  onMissing: () => void;
}) {
  const [activeId, setActiveId] = useState<string>();
  const show = useShowChange(filter);
  useKeys({ checkIn: checkInChosen });
  const rows = sessions.flatMap((session) => session.bookings);
  const arrive = (booking: Booking): void => {
    // Whoever booked after the list was read is not in it yet.
    if (rows.some((row) => row.id === booking.id)) show(booking);
    else onMissing();
  };
  const active = sessions.find(({ id }) => id === activeId) ?? sessions[0];
  return (
    <>
      <section className="panel" aria-label="扫码签到">
        <ScanField nameOf={(id) => rows.find((row) => row.id === id)?.residentName} onArrived={arrive} />
      </section>
      {sessions.length === 0 && <EmptyNote text="还没有人预约" />}
      {sessions.map((session) => (
        <SessionPanel
          key={session.id}
          session={session}
          filter={filter}
          isActive={session === active}
          onActive={() => setActiveId(session.id)}
        />
      ))}
    </>
  );
}

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
  const queue = useQueue(filter.day);
  const sessions = (query.data?.items ?? [])
    .filter(({ bookings }) => bookings.length > 0)
    .map((session) => withQueue(session, queue.data));
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title="今日到诊"
          note={`${dayText(filter.day)}。查看名单会记入日志。`}
          actions={<PageActions filter={filter} canPrint={sessions.length > 0} />}
        />
        <div className="toolbar">
          <ArrivalsFilter filter={filter} onChange={setFilter} />
          <Button onClick={() => void query.refetch()} loading={query.isFetching}>
            刷新
          </Button>
        </div>
        <QueryView query={query}>
          {() => <Arrivals sessions={sessions} filter={filter} onMissing={() => void query.refetch()} />}
        </QueryView>
      </div>
      {sessions.map((session) => (
        <DaySheet
          key={session.id}
          title={`${session.serviceName}名单`}
          note={[`${dayText(filter.day)} ${spanText(session)}`, session.place, session.doctor?.name]
            .filter(Boolean)
            .join(' · ')}
          rows={session.bookings}
        />
      ))}
    </>
  );
}
