import { addDays, isDay } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Radio } from 'antd';
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router-dom';
import { sessionApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, todayDay } from '../../components/words';
import { BoardColumns } from './board-columns';
import type { BoardSide } from './board-groups';
// What prints and what does not.
import './board.css';

const REFRESH_MS = 60_000;

const sides: { value: BoardSide; label: string }[] = [
  { value: 'doctor', label: '按医生' },
  { value: 'room', label: '按诊室' },
];

/** The day and the side as the address holds them. */
function useBoardView() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('day') ?? '';
  const day = isDay(asked) ? asked : todayDay();
  const side: BoardSide = search.get('by') === 'room' ? 'room' : 'doctor';
  const change = (next: { day?: string; side?: BoardSide }): void =>
    setSearch({ day: next.day ?? day, by: next.side ?? side }, { replace: true });
  return { day, side, change };
}

function BoardToolbar({ view }: { view: ReturnType<typeof useBoardView> }) {
  const { day, side, change } = view;
  return (
    <div className="toolbar screen-only">
      <Button onClick={() => change({ day: addDays(day, -1) })}>前一天</Button>
      <DatePicker
        aria-label="日期"
        allowClear={false}
        format="YYYY-MM-DD"
        value={dayjs(day)}
        onChange={(value) => value && change({ day: value.format('YYYY-MM-DD') })}
      />
      <Button onClick={() => change({ day: addDays(day, 1) })}>后一天</Button>
      {day !== todayDay() && <Button onClick={() => change({ day: todayDay() })}>回到今天</Button>}
      <Radio.Group
        aria-label="排列方式"
        style={{ marginLeft: 'auto' }}
        optionType="button"
        options={sides}
        value={side}
        onChange={(event) => change({ side: event.target.value as BoardSide })}
      />
      <Button onClick={() => window.print()}>打印</Button>
    </div>
  );
}

/** The sessions of a day by doctor or by room, with how many have a seat, came and wait. */
export function BoardPage() {
  const view = useBoardView();
  const { day, side } = view;
  const query = useQuery({
    queryKey: ['board', day],
    queryFn: () => sessionApi.overview({ query: { day } }),
    // It names nobody, so that reading it often leaves nothing in anybody's log.
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader title="出诊一览" note={`${day === todayDay() ? '今天，' : ''}${dayText(day)}。点一场看到诊名单。`} />
      <BoardToolbar view={view} />
      <QueryView query={query}>{({ items }) => <BoardColumns day={day} side={side} sessions={items} />}</QueryView>
    </>
  );
}
