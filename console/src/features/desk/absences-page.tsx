import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { bookingApi } from '../../api/clients';
import { DayRangePicker, type DayRange } from '../../components/day-range-picker';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { todayDay } from '../../components/words';
import { AbsencesTable, type AbsenceRow } from './absences-table';

type Absences = CallReply<BookingRoutes['noShows']>;

/** The API gives at most 31 days at once. */
const MAX_SPAN_DAYS = 31;
const USUAL_SPAN_DAYS = 6;

type Shown = 'all' | 'suggested' | 'appealed';

const shownOptions: { value: Shown; label: string }[] = [
  { value: 'all', label: '全部' },
  { value: 'suggested', label: '待核实' },
  { value: 'appealed', label: '待答复' },
];

const isShown = (row: AbsenceRow, shown: Shown): boolean =>
  shown === 'all' || (shown === 'suggested' ? row.state === 'suggested' : row.appeal !== null && row.answer === null);

/** The list with a booking as it is now; one that is neither missed nor open any more leaves it. */
const withBooking = ({ items }: Absences, { id, status, absence }: Booking): Absences => ({
  items: items.flatMap((row) => {
    if (row.bookingId !== id) return row;
    if (absence) return { ...row, state: 'confirmed' as const, ...absence };
    return status === 'booked' ? { ...row, state: 'suggested' as const, appeal: null, answer: null } : [];
  }),
});

interface ToolbarProps {
  days: DayRange;
  shown: Shown;
  onDays: (days: DayRange) => void;
  onShown: (shown: Shown) => void;
}

function AbsencesToolbar({ days, shown, onDays, onShown }: ToolbarProps) {
  return (
    <div className="toolbar">
      <DayRangePicker days={days} maxSpanDays={MAX_SPAN_DAYS} latestDay={todayDay()} onChange={onDays} />
      <Radio.Group
        aria-label="看哪些"
        optionType="button"
        options={shownOptions}
        value={shown}
        onChange={(event) => onShown(event.target.value as Shown)}
      />
    </div>
  );
}

/** Who seems not to have come, to be confirmed by somebody who knows, and what people say to it. */
export function AbsencesPage() {
  const queryClient = useQueryClient();
  const [days, setDays] = useState({ fromDay: addDays(todayDay(), -USUAL_SPAN_DAYS), toDay: todayDay() });
  const [shown, setShown] = useState<Shown>('all');
  const queryKey = ['no-shows', days];
  const query = useQuery({
    queryKey,
    queryFn: () => bookingApi.noShows({ query: days }),
    // Each reading goes into the log of everybody on the list: it is read when somebody asks.
    refetchOnWindowFocus: false,
  });
  const show = (booking: Booking): void => {
    queryClient.setQueryData<Absences>(queryKey, (list) => list && withBooking(list, booking));
  };
  return (
    <>
      <PageHeader
        title="爽约核实"
        note="约了没有取消、时间过了也没有签到的人。请核实后再确认；查看名单会记入日志。"
        actions={
          <Button onClick={() => void query.refetch()} loading={query.isFetching}>
            刷新
          </Button>
        }
      />
      <section className="panel" aria-label="爽约核实">
        <AbsencesToolbar days={days} shown={shown} onDays={setDays} onShown={setShown} />
        <QueryView query={query}>
          {({ items }) => <AbsencesTable rows={items.filter((row) => isShown(row, shown))} onNow={show} />}
        </QueryView>
      </section>
    </>
  );
}
