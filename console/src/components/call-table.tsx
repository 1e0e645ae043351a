import type { Call } from '@linkang/shared/api/notice.routes';
import type { TableColumnsType } from 'antd';
import { Button, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { PagedTable } from './paged-table';
import { dayText, instantText } from './words';
import { atDesk } from './at-desk';
import { needsSeat, topicWords, whyWords } from './call-words';
import { useTick, type Tick } from './use-tick';

function CallButtons({ call, tick }: { call: Call; tick: ReturnType<typeof useTick> }) {
  const { residentName, state } = call;
  const isBusy = (next: Tick['state']): boolean =>
    tick.isPending && tick.variables.call.id === call.id && tick.variables.state === next;
  return (
    <div className="button-row screen-only">
      {state !== 'told' && (
        <Button
          type="primary"
          aria-label={`已告知 ${residentName}`}
          loading={isBusy('told')}
          disabled={tick.isPending}
          onClick={() => tick.mutate({ call, state: 'told' })}
        >
          已告知
        </Button>
      )}
      <Button
        aria-label={`${state === 'told' ? '改为打不通' : '打不通'} ${residentName}`}
        loading={isBusy('unreached')}
        disabled={tick.isPending}
        onClick={() => tick.mutate({ call, state: 'unreached' })}
      >
        {state === 'told' ? '改为打不通' : '打不通'}
      </Button>
      {needsSeat(call) && (
        <Link to="/desk" state={atDesk(call.residentId)} aria-label={`给${residentName}约新号`}>
          约新号
        </Link>
      )}
    </div>
  );
}

const columnsFor = (tick: ReturnType<typeof useTick>): TableColumnsType<Call> => [
  {
    title: '就诊时间',
    key: 'visit',
    className: 'nowrap',
    render: (_, { day, startTime }) => (
      <>
        {dayText(day)}
        <div>{startTime}</div>
      </>
    ),
  },
  { title: '姓名', dataIndex: 'residentName', className: 'nowrap' },
  {
    title: '电话',
    dataIndex: 'phone',
    render: (phone: string | null) =>
      phone ? (
        <a className="nowrap" href={`tel:${phone}`}>
          {phone}
        </a>
      ) : (
        '未留，请找家人或上门'
      ),
  },
  {
    title: '告诉什么',
    key: 'what',
    // Whatever words there are: the buttons beside them stay in the window.
    onCell: () => ({ style: { overflowWrap: 'anywhere' } }),
    render: (_, { topic, why, title, body, isRead }) => (
      <>
        <Tag>{topicWords[topic]}</Tag>
        <span className="soft">{whyWords[why]}</span>
        {isRead && <Tag color="green">小程序里已读</Tag>}
        <div>{title}</div>
        <div className="soft">{body}</div>
      </>
    ),
  },
  {
    title: '办理',
    key: 'actions',
    width: 230,
    render: (_, call) => (
      <>
        <CallButtons call={call} tick={tick} />
        {call.tickedAt && (
          <div className="soft">
            {call.state === 'told' ? '已告知' : '打不通'} · {call.tickedBy} {instantText(call.tickedAt)}
          </div>
        )}
      </>
    ),
  },
];

/** Whom the desk telephones, with the ticks. */
export function CallTable(props: Omit<Parameters<typeof PagedTable<Call>>[0], 'columns'>) {
  return <PagedTable {...props} columns={columnsFor(useTick())} />;
}
