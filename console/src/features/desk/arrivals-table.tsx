import type { BookingStatus } from '@linkang/shared/api/session.routes';
import type { TableColumnsType } from 'antd';
import { App, Button, Table } from 'antd';
import { bookingWords, StateTag } from '../../components/state-tag';
import { sexNames, todayDay } from '../../components/words';
import { CONFIRM_NOTE } from './absence-words';
import type { QueuedRow } from './use-queue';
import { useVisitStep, type DayFilter, type VisitStep } from './use-visit-step';

const names: Record<VisitStep, string> = {
  checkIn: '签到',
  call: '叫号',
  recall: '重呼',
  skip: '过号',
  finish: '完成',
  undo: '撤销',
  confirmNoShow: '没有来',
  undoNoShow: '撤销爽约',
};

/** What can be done next in each state; the first is the usual one. */
const stepsOf: Partial<Record<BookingStatus, VisitStep[]>> = {
  arrived: ['call', 'finish', 'undo'],
  called: ['finish', 'recall', 'skip', 'undo'],
  done: ['undo'],
  noShow: ['undoNoShow'],
};

/** When the list is read: people are received on the day, and missed once the session is over. */
interface Moment {
  isToday: boolean;
  isOver: boolean;
}

const stepsFor = (status: BookingStatus, { isToday, isOver }: Moment): VisitStep[] => {
  if (status !== 'booked') return stepsOf[status] ?? [];
  return [...(isToday ? ['checkIn' as const] : []), ...(isOver ? ['confirmNoShow' as const] : [])];
};

/** Steps that stand out: the usual next one. */
const isMain = (step: VisitStep, index: number): boolean =>
  index === 0 && (step === 'checkIn' || step === 'call' || step === 'finish');

const columnsFor = (act: (row: QueuedRow, step: VisitStep) => void, moment: Moment): TableColumnsType<QueuedRow> => [
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
    className: 'screen-only',
    width: 330,
    render: (_, row) => (
      <div className="button-row">
        {stepsFor(row.status, moment).map((step, index) => (
          <Button
            key={step}
            {...(isMain(step, index) ? { type: 'primary' as const } : {})}
            data-step={step}
            danger={step === 'confirmNoShow'}
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

interface ArrivalsTableProps {
  rows: QueuedRow[];
  filter: DayFilter;
  /** The session is over. */
  isOver: boolean;
}

/** The people of one session with the steps of their visit. */
export function ArrivalsTable({ rows, filter, isOver }: ArrivalsTableProps) {
  const { modal } = App.useApp();
  const visit = useVisitStep(filter);
  const askAbsent = (row: QueuedRow): void =>
    void modal.confirm({
      title: `确认${row.residentName}没有来？`,
      content: CONFIRM_NOTE,
      okText: '确认爽约',
      okButtonProps: { danger: true },
      cancelText: '返回',
      onOk: () => visit.mutateAsync({ row, step: 'confirmNoShow' }).catch(() => undefined),
    });
  const act = (row: QueuedRow, step: VisitStep): void =>
    step === 'confirmNoShow' ? askAbsent(row) : visit.mutate({ row, step });
  return (
    <Table<QueuedRow>
      rowKey="id"
      columns={columnsFor(act, { isToday: filter.day === todayDay(), isOver })}
      dataSource={rows}
      pagination={false}
    />
  );
}
