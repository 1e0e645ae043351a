import type { CallState, CallTopic } from '@linkang/shared/api/notice.routes';
import { Button, Radio, Select } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { CallTable } from '../../components/call-table';
import { stateWords, topicWords } from '../../components/call-words';
import { useCalls } from '../../components/use-calls';

/** What of the address is remembered until the next time. */
const FILTERS = ['state', 'topic'];

const states = Object.keys(stateWords) as CallState[];
const topics = Object.keys(topicWords) as CallTopic[];

const emptyTexts: Record<CallState, string> = {
  open: '没有要打电话的人',
  unreached: '没有打不通的人',
  told: '还没有打过电话',
};

/** The list that the address asks for. */
function useCallFilter() {
  const [search, setSearch] = useSearchParams();
  const state = states.find((value) => value === search.get('state')) ?? 'open';
  const topic = topics.find((value) => value === search.get('topic'));
  const show = (next: { state?: CallState; topic?: CallTopic | undefined }): void => {
    const wanted = { state, topic, ...next };
    setSearch(
      { state: wanted.state, ...(wanted.topic === undefined ? {} : { topic: wanted.topic }) },
      { replace: true },
    );
  };
  return { state, topic, show };
}

/** Whom the desk telephones: reminders and important messages that reached nobody, and people who need another seat. */
export function PhoneListPage() {
  const { state, topic, show } = useCallFilter();
  const calls = useCalls({ state, ...(topic === undefined ? {} : { topic }) });
  const counts = calls.counts;
  return (
    <>
      <PageHeader
        title="电话通知单"
        note="微信没有送到、没有用小程序，或者停诊后还没有号的人。查看姓名和电话会记入日志。"
        actions={
          <div className="button-row screen-only">
            <Button onClick={() => window.print()} disabled={!calls.query.data?.length}>
              打印
            </Button>
            <Button onClick={() => void calls.query.refetch()} loading={calls.query.isFetching}>
              刷新
            </Button>
          </div>
        }
      />
      <section className="panel" aria-label="电话通知单">
        <div className="toolbar screen-only">
          <Radio.Group
            aria-label="办理情况"
            optionType="button"
            options={states.map((value) => ({
              value,
              label: `${stateWords[value]}${counts ? ` ${counts[value]}` : ''}`,
            }))}
            value={state}
            onChange={(event) => show({ state: event.target.value as CallState })}
          />
          <Select<CallTopic | ''>
            aria-label="事由"
            style={{ width: 160 }}
            value={topic ?? ''}
            options={[
              { value: '', label: '全部事由' },
              ...topics.map((value) => ({ value, label: topicWords[value] })),
            ]}
            onChange={(value) => show({ topic: value === '' ? undefined : value })}
          />
        </div>
        <CallTable list="phone-list" filters={FILTERS} query={calls.query} emptyText={emptyTexts[state]} />
      </section>
    </>
  );
}
