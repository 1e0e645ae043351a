import type { Emergency, EmergencyState } from '@linkang/shared/api/emergency.routes';
import { emergencyReasons } from '@linkang/shared/domain/access-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { emergencyApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';

/** What of the address is remembered until the next time. */
const FILTERS = ['state'];

const stateNames: Record<EmergencyState, string> = { open: '待复核', questioned: '有疑问', accepted: '已通过' };
const states = Object.keys(stateNames) as EmergencyState[];
const isState = (text: string | null): text is EmergencyState => states.some((state) => state === text);

interface Review {
  id: string;
  outcome: 'accepted' | 'questioned';
  note: string;
}

function useReview(onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ id, ...body }: Review) => emergencyApi.review({ params: { id }, body }),
    onSuccess: (_, { outcome }) => {
      tell.done(outcome === 'accepted' ? '已通过' : '已记下疑问');
      onDone();
    },
    onError: tell.failed,
    onSettled: () =>
      Promise.all([['emergencies'], ['today']].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}

const minutesOf = ({ startedAt, endsAt }: Emergency): number =>
  Math.round((Date.parse(endsAt) - Date.parse(startedAt)) / 60_000);

interface RowActions {
  ownId: string | undefined;
  busy: boolean;
  accept: (row: Emergency) => void;
  question: (row: Emergency) => void;
}

const overdueWord = ['已超期', 'bad'] as const;

/** Until when somebody has to look at it. */
function Deadline({ row }: { row: Emergency }) {
  return (
    <div className="soft">
      {row.overdue && <StateTag word={overdueWord} />} 应在 {instantText(row.reviewBy)} 前复核
    </div>
  );
}

function ReviewCell({ row, actions }: { row: Emergency; actions: RowActions }) {
  const { review } = row;
  const who = `${row.staffName} 看 ${row.residentName}`;
  return (
    <>
      {row.state === 'open' && <Deadline row={row} />}
      {review && (
        <div className="soft">
          {review.byName} {instantText(review.at)}
          {review.note && `：${review.note}`}
        </div>
      )}
      {row.state !== 'accepted' && row.staffId !== actions.ownId && (
        <div className="button-row">
          <Button aria-label={`通过：${who}`} disabled={actions.busy} onClick={() => actions.accept(row)}>
            通过
          </Button>
          {row.state === 'open' && (
            <Button danger aria-label={`有疑问：${who}`} onClick={() => actions.question(row)}>
              有疑问
            </Button>
          )}
        </div>
      )}
    </>
  );
}

const columnsOf = (actions: RowActions): TableColumnsType<Emergency> => [
  {
    title: '时间',
    key: 'time',
    className: 'nowrap',
    render: (_, row) => (
      <>
        {instantText(row.startedAt)}
        <div className="soft">{minutesOf(row)} 分钟</div>
      </>
    ),
  },
  { title: '谁看的', dataIndex: 'staffName', className: 'nowrap' },
  { title: '居民', dataIndex: 'residentName', className: 'nowrap' },
  {
    title: '原因',
    key: 'reason',
    render: (_, { reason, words }) => (
      <>
        {emergencyReasons[reason]}
        <div>{words}</div>
      </>
    ),
  },
  { title: '看了', key: 'uses', className: 'nowrap', render: (_, { uses }) => `${uses.length} 次` },
  { title: '复核', key: 'review', render: (_, row) => <ReviewCell row={row} actions={actions} /> },
];

/** Emergencies, for those who say whether each was in order. */
export function EmergenciesPage() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state');
  const state: EmergencyState = isState(asked) ? asked : 'open';
  const [questioned, setQuestioned] = useState<Emergency | null>(null);
  const query = usePages(['emergencies', state], (cursor) => emergencyApi.list({ query: { state, ...cursor } }));
  const review = useReview(() => setQuestioned(null));
  const ownId = useAccount()?.id;
  const columns = columnsOf({
    ownId,
    busy: review.isPending,
    accept: ({ id }) => review.mutate({ id, outcome: 'accepted', note: '' }),
    question: setQuestioned,
  });
  return (
    <>
      <PageHeader title="紧急查看复核" note="有人打开了不归他负责的居民资料，请逐条看是不是必要。" />
      <section className="panel" aria-label="紧急查看">
        <div className="toolbar">
          <Radio.Group
            aria-label="复核情况"
            optionType="button"
            options={states.map((value) => ({ value, label: stateNames[value] }))}
            value={state}
            onChange={(event) => setSearch({ state: event.target.value as EmergencyState }, { replace: true })}
          />
        </div>
        <PagedTable
          list="emergencies"
          filters={FILTERS}
          query={query}
          columns={columns}
          emptyText="没有这样的紧急查看"
        />
      </section>
      <ReasonDialog
        open={questioned !== null}
        title="有疑问"
        note="写下要他说明什么，事后可以再改成通过。"
        okText="记下疑问"
        busy={review.isPending}
        onSubmit={(note) => questioned && review.mutate({ id: questioned.id, outcome: 'questioned', note })}
        onClose={() => setQuestioned(null)}
      />
    </>
  );
}
