import type { Delivery } from '@linkang/shared/api/notice.routes';
import type { TableColumnsType } from 'antd';
import { Radio } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { noticeApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { deliveryWords } from '../../components/state-tag';
import { dayText, instantText } from '../../components/words';

/** What of the address is remembered until the next time. */
const FILTERS = ['state'];

type State = Delivery['state'];

/** What each state means for whoever could telephone; those come first who may not know. */
const meanings: Record<State, string> = {
  failed: '微信退回了这些消息。事情要紧的，请打电话。',
  noPermission: '居民没有同意接收微信通知，消息只在小程序里。事情要紧又没有读的，请打电话。',
  unknown: '发送时断了线，不知道到了没有；为了不重复打扰，不会再发。',
  waiting: '正在发送，发不出去会自动再试。',
  sent: '微信已经收下。',
};
const states = Object.keys(meanings) as State[];

const columns: TableColumnsType<Delivery> = [
  { title: '发送时间', dataIndex: 'at', className: 'nowrap', render: (at: string) => instantText(at) },
  {
    title: '居民',
    key: 'person',
    className: 'nowrap',
    render: (_, row) => (
      <>
        {row.residentName}
        {row.recipientName && <div className="soft">发给家人 {row.recipientName}</div>}
      </>
    ),
  },
  {
    title: '电话',
    dataIndex: 'phone',
    className: 'nowrap',
    render: (phone: string | null) => (phone ? <a href={`tel:${phone}`}>{phone}</a> : '未留'),
  },
  {
    title: '消息',
    key: 'message',
    render: (_, { title, day, startTime }) => (
      <>
        {title}
        {day && <div className="soft">{[dayText(day), startTime].filter(Boolean).join(' ')}</div>}
      </>
    ),
  },
  {
    title: '小程序里',
    dataIndex: 'isRead',
    className: 'nowrap',
    render: (isRead: boolean) => (isRead ? '已读' : '未读'),
  },
];

const isState = (text: string | null): text is State => states.some((state) => state === text);

/** What became of the messages to WeChat, with the number to call where one did not arrive. */
export function DeliveriesPage() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state');
  const state: State = isState(asked) ? asked : 'failed';
  // Whole numbers are read when somebody asks, and not kept.
  const query = usePages(['deliveries', state], (cursor) => noticeApi.deliveries({ query: { state, ...cursor } }), {
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title="消息发送情况" note="查看姓名和电话会记入日志。" />
      <section className="panel" aria-label="消息发送情况">
        <div className="toolbar">
          <Radio.Group
            aria-label="发送情况"
            optionType="button"
            options={states.map((value) => ({ value, label: deliveryWords[value][0] }))}
            value={state}
            onChange={(event) => setSearch({ state: event.target.value as State }, { replace: true })}
          />
        </div>
        <p className="soft" role="status">
          {meanings[state]}
        </p>
        <PagedTable list="deliveries" filters={FILTERS} query={query} columns={columns} emptyText="没有这样的消息" />
      </section>
    </>
  );
}
