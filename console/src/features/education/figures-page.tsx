import type { EducationFigure } from '@linkang/shared/api/report.routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { daysBetween, isDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { useSearchParams } from 'react-router-dom';
import { reportApi } from '../../api/clients';
import { DayRangePicker, type DayRange } from '../../components/day-range-picker';
import { QueryView } from '../../components/query-view';
import { saveFile } from '../../components/save-file';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';
import { RowLink } from './row-link';

/** The API gives at most a year at once. */
const MAX_SPAN_DAYS = 365;

const addresses: Record<EducationFigure['rows'][number]['opens'], string> = {
  lecture: '/lectures',
  board: '/education/boards',
  material: '/education/materials',
};

const columns: TableColumnsType<EducationFigure> = [
  {
    title: '项目',
    key: 'name',
    render: (_, { name, how }) => (
      <>
        <strong>{name}</strong>
        <div className="soft">{how}</div>
      </>
    ),
  },
  { title: '数量', key: 'now', className: 'nowrap', render: (_, { now, unit }) => `${now}${unit}` },
  { title: '去年同期', key: 'lastYear', className: 'nowrap', render: (_, { lastYear, unit }) => `${lastYear}${unit}` },
];

const Rows = ({ name, unit, rows }: EducationFigure) => (
  <ul className="education-rows" aria-label={`${name}：明细`}>
    {rows.map(({ id, day, title, value, opens, targetId }) => (
      <li key={id}>
        <RowLink to={`${addresses[opens]}/${targetId}`} text={`${dayText(day)} ${title}`} />
        <span className="soft">
          {' '}
          {value}
          {unit}
        </span>
      </li>
    ))}
  </ul>
);

/** The days as the address holds them; from the beginning of the year unless told. */
function useDays(): [DayRange, (days: DayRange) => void] {
  const [search, setSearch] = useSearchParams();
  const to = search.get('toDay') ?? '';
  const toDay = isDay(to) ? to : todayDay();
  const from = search.get('fromDay') ?? '';
  const isSpan = isDay(from) && from <= toDay && daysBetween(from, toDay) <= MAX_SPAN_DAYS;
  const yearStart = `${yearOf(toDay)}-01-01`;
  const days = { fromDay: isSpan ? from : yearStart, toDay };
  return [days, (next) => setSearch({ ...next }, { replace: true })];
}

/** Figures of health education for the work report, each with the rows that make it. */
export function FiguresPage() {
  const [days, setDays] = useDays();
  const tell = useTell();
  const query = useQuery({
    queryKey: ['education', 'figures', days],
    queryFn: () => reportApi.education({ query: days }),
  });
  const file = useMutation({
    mutationFn: () => reportApi.educationFile({ query: days }),
    onSuccess: saveFile,
    onError: tell.failed,
  });
  return (
    <section className="panel" aria-label="工作数字">
      <div className="education-bar">
        <DayRangePicker days={days} maxSpanDays={MAX_SPAN_DAYS} latestDay={todayDay()} onChange={setDays} />
        <Button loading={file.isPending} onClick={() => file.mutate()}>
          下载表格
        </Button>
      </div>
      <QueryView query={query}>
        {({ items, lastYear }) => (
          <>
            <p className="soft">
              去年同期是{lastYear.fromDay}至{lastYear.toDay}。点左边的加号看每个数是哪些组成的。
            </p>
            <Table<EducationFigure>
              rowKey="key"
              columns={columns}
              dataSource={items}
              pagination={false}
              expandable={{
                rowExpandable: ({ rows }) => rows.length > 0,
                expandedRowRender: (row) => <Rows {...row} />,
              }}
            />
          </>
        )}
      </QueryView>
    </section>
  );
}
