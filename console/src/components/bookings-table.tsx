import { PrinterOutlined } from '@ant-design/icons';
import type { SessionRoutes } from '@linkang/shared/api/session.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { sessionApi } from '../api/clients';
import { DaySheet } from './day-sheet';
import { EmptyNote } from './empty-note';
import { QueryView } from './query-view';
import { bookingWords, clashWord, StateTag } from './state-tag';
import { instantText, sexNames } from './words';

/** Key of a session's list of people. */
export const rosterKey = (sessionId: string) => ['session-bookings', sessionId] as const;

/** The people of a session; each reading goes into the log, so that what was read is used again. */
export const useRoster = (sessionId: string) =>
  useQuery({
    queryKey: rosterKey(sessionId),
    queryFn: () => sessionApi.bookings({ params: { id: sessionId } }),
  });

/** One row of the list of people. */
export type BookingRow = CallReply<SessionRoutes['bookings']>['items'][number];

const columns: TableColumnsType<BookingRow> = [
  { title: '号', dataIndex: 'number', width: 64, sorter: (a, b) => a.number - b.number },
  { title: '姓名', dataIndex: 'residentName' },
  {
    title: '性别 / 年龄',
    key: 'person',
    sorter: (a, b) => a.age - b.age,
    render: (_, row) => `${sexNames[row.sex]} / ${row.age}岁`,
  },
  { title: '电话', dataIndex: 'phoneMasked', render: (phone: string | null) => phone ?? '未留' },
  { title: '到场时间', dataIndex: 'startTime', sorter: (a, b) => a.startTime.localeCompare(b.startTime) },
  { title: '登记时间', dataIndex: 'bookedAt', render: (at: string) => instantText(at) },
  {
    title: '状态',
    dataIndex: 'status',
    filters: Object.entries(bookingWords).map(([value, word]) => ({ value, text: word[0] })),
    onFilter: (value, row) => row.status === value,
    render: (_, row) => (
      <>
        <StateTag word={bookingWords[row.status]} /> {row.clash && <StateTag word={clashWord} />}
      </>
    ),
  },
];

interface BookingsTableProps {
  sessionId: string;
  /** Heading of the printed sheet. */
  sheetTitle: string;
  /** Day, time and place for the printed sheet. */
  sheetNote: string;
  emptyText: string;
}

/** Who has a seat in a session, with a sheet for printing. */
export function BookingsTable({ sessionId, sheetTitle, sheetNote, emptyText }: BookingsTableProps) {
  const query = useRoster(sessionId);
  return (
    <QueryView query={query}>
      {({ items, waitlisted }) => (
        <>
          <div className="toolbar screen-only">
            <span>
              名单共 {items.length} 人，{waitlisted > 0 ? `候补 ${waitlisted} 人` : '没有人候补'}。查看名单会记入日志。
            </span>
            <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()} disabled={items.length === 0}>
              打印名单
            </Button>
          </div>
          <Table<BookingRow>
            className="screen-only"
            rowKey="id"
            columns={columns}
            dataSource={items}
            pagination={items.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
            locale={{ emptyText: <EmptyNote text={emptyText} /> }}
          />
          <DaySheet title={sheetTitle} note={sheetNote} rows={items} />
        </>
      )}
    </QueryView>
  );
}
