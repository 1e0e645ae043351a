import type { BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { Link } from 'react-router-dom';
import { hasCode } from '../../api/api-error';
import { bookingApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { atDesk } from './at-desk';

type PhoneList = CallReply<BookingRoutes['phoneList']>;
type Row = PhoneList['items'][number];

const KEY = ['phone-list'] as const;

/** Takes somebody off the list; also when a colleague has made the call meanwhile. */
function usePhoned() {
  const queryClient = useQueryClient();
  const tell = useTell();
  const drop = ({ bookingId }: Row): void => {
    queryClient.setQueryData<PhoneList>(
      KEY,
      (list) => list && { items: list.items.filter((row) => row.bookingId !== bookingId) },
    );
    void queryClient.invalidateQueries({ queryKey: ['today'] });
  };
  return useMutation({
    mutationFn: (row: Row) => bookingApi.phoned({ params: { id: row.bookingId } }),
    onSuccess: (_, row) => {
      drop(row);
      tell.done(`${row.residentName}已通知`);
    },
    onError: (error, row) => {
      if (!hasCode(error, 'STATE_CONFLICT')) return tell.failed(error);
      drop(row);
      tell.done(`${row.residentName}已由同事通知`);
    },
  });
}

const columnsFor = (onPhoned: (row: Row) => void, busy: Row | undefined): TableColumnsType<Row> => [
  { title: '姓名', dataIndex: 'residentName', className: 'nowrap' },
  {
    title: '电话',
    dataIndex: 'phone',
    className: 'nowrap',
    render: (phone: string | null) => (phone ? <a href={`tel:${phone}`}>{phone}</a> : '未留，请找家人或上门'),
  },
  {
    title: '停诊的预约',
    key: 'visit',
    render: (_, row) => `${dayText(row.day)} ${row.startTime} · ${row.serviceName} · ${row.place}`,
  },
  { title: '停诊原因', dataIndex: 'reason', render: (reason: string | null) => reason ?? '—' },
  {
    title: '办理',
    key: 'actions',
    width: 220,
    render: (_, row) => (
      <div className="button-row">
        <Button
          type="primary"
          aria-label={`已通知 ${row.residentName}`}
          loading={busy?.bookingId === row.bookingId}
          onClick={() => onPhoned(row)}
        >
          已通知
        </Button>
        <Link to="/desk" state={atDesk(row.residentId)} aria-label={`给${row.residentName}约新号`}>
          约新号
        </Link>
      </div>
    ),
  },
];

/** Whom the desk telephones: a visit was called off, and no other seat could be offered or the offer was not answered. */
export function PhoneListPage() {
  const phoned = usePhoned();
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => bookingApi.phoneList({}),
    // Whole numbers are read when somebody asks, and not kept.
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const busy = phoned.isPending ? phoned.variables : undefined;
  return (
    <>
      <PageHeader
        title="电话通知单"
        note="停诊后没有留到号，或者留了号没有答复的人。查看姓名和电话会记入日志。"
        actions={
          <Button onClick={() => void query.refetch()} loading={query.isFetching}>
            刷新
          </Button>
        }
      />
      <section className="panel" aria-label="电话通知单">
        <QueryView query={query}>
          {({ items }) => (
            <Table<Row>
              rowKey="bookingId"
              columns={columnsFor((row) => phoned.mutate(row), busy)}
              dataSource={items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="没有要打电话的人" /> }}
            />
          )}
        </QueryView>
      </section>
    </>
  );
}
