import type { BookingStatus } from '@linkang/shared/api/session.routes';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { bookingWords, StateTag } from '../../components/state-tag';
import { sexNames } from '../../components/words';
import type { QueuedRow } from './use-queue';
import { useVisitStep, type DayFilter, type VisitStep } from './use-visit-step';

const names: Record<VisitStep, string> = {
  checkIn: '签到',
  call: '叫号',
  recall: '重呼',
  skip: '过号',
  finish: '完成',
  undo: '撤销',
};

/** What can be done next in each state; the first is the usual one. */
const stepsOf: Partial<Record<BookingStatus, VisitStep[]>> = {
  booked: ['checkIn'],
  arrived: ['call', 'finish', 'undo'],
  called: ['finish', 'recall', 'skip', 'undo'],
  done: ['undo'],
};

const columnsFor = (act: (row: QueuedRow, step: VisitStep) => void): TableColumnsType<QueuedRow> => [
  { title: '号', dataIndex: 'number', width: 64 },
  { title: '时间', dataIndex: 'startTime', width: 80 },
  { title: '姓名', dataIndex: 'residentName', className: 'nowrap' },
  {
    title: '性别 / 年龄',
    key: 'person',
    className: 'nowrap',
    render: (_, row) => `${sexNames[row.sex]} / ${row.age}岁`,
  },
  { title: '电话', dataIndex: 'phoneMasked', render: (phone: string | null) => phone ?? '未留' },
  {
    title: '状态',
    dataIndex: 'status',
    width: 100,
    render: (status: BookingStatus) => <StateTag word={bookingWords[status]} />,
  },
  {
    title: '排队',
    dataIndex: 'ahead',
    width: 110,
    render: (ahead: number | null) => (ahead === null ? '' : ahead === 0 ? '下一位' : `前面 ${ahead} 位`),
  },
  {
    title: '办理',
    key: 'steps',
    width: 330,
    render: (_, row) => (
      <div className="button-row">
        {(stepsOf[row.status] ?? []).map((step, index) => (
          <Button
            key={step}
            {...(index === 0 && step !== 'undo' ? { type: 'primary' as const } : {})}
            aria-label={`${names[step]} ${row.number}号 ${row.residentName}`}
            onClick={() => act(row, step)}
          >
            {names[step]}
          </Button>
        ))}
      </div>
    ),
  },
];

/** The people of one session with the steps of their visit. */
export function ArrivalsTable({ rows, filter }: { rows: QueuedRow[]; filter: DayFilter }) {
  const visit = useVisitStep(filter);
  const act = (row: QueuedRow, step: VisitStep): void => visit.mutate({ row, step });
  return <Table<QueuedRow> rowKey="id" columns={columnsFor(act)} dataSource={rows} pagination={false} />;
}
