import type { ScreeningEntry } from '@linkang/shared/api/screening.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { screeningApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, instantText, sexNames } from '../../components/words';
import { FastEntry } from './fast-entry';
import { resultWord, sayScreened } from './screening-words';

const columnsOf = (withdraw: (entry: ScreeningEntry) => void): TableColumnsType<ScreeningEntry> => [
  { title: '时间', key: 'at', className: 'nowrap', render: (_, { at }) => instantText(at) },
  {
    title: '谁',
    key: 'who',
    render: (_, { name, sex, age, residentId }) =>
      `${name ?? '不留名'}，${sexNames[sex]} ${age}岁${residentId === null ? '' : '，有档案'}`,
  },
  { title: '读数', key: 'values', render: (_, entry) => sayScreened(entry) },
  {
    title: '结果',
    key: 'results',
    render: (_, { status, results }) =>
      status === 'withdrawn' ? (
        <StateTag word={['已撤回', 'calm']} />
      ) : (
        results.map((result) => <StateTag key={result.programme} word={resultWord(result)} />)
      ),
  },
  {
    title: '办理',
    key: 'deeds',
    className: 'screen-only',
    render: (_, entry) =>
      entry.can.withdraw ? (
        <Button aria-label={`录错了，撤回：${sayScreened(entry)}`} onClick={() => withdraw(entry)}>
          录错了，撤回
        </Button>
      ) : null,
  },
];

function Entries({ eventId }: { eventId: string }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const query = usePages(['screenings', 'entries', eventId], (cursor) =>
    screeningApi.entries({ params: { id: eventId }, query: cursor }),
  );
  const withdraw = useMutation({
    mutationFn: ({ id, rev }: ScreeningEntry) => screeningApi.withdraw({ params: { id }, body: { rev } }),
    onSuccess: () => tell.done('已撤回，不算进人次'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['screenings'] }),
  });
  return (
    <section className="panel" aria-label="已录入">
      <h2>已录入</h2>
      <PagedTable
        list="screening-entries"
        query={query}
        columns={columnsOf((entry) => withdraw.mutate(entry))}
        emptyText="还没有录入"
      />
    </section>
  );
}

/** One screening: the fast entry while it is open, and everybody who was measured. */
export function EventPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['screenings', 'event', id],
    queryFn: () => screeningApi.event({ params: { id } }),
  });
  return (
    <QueryView query={query} title="筛查活动">
      {({ place, day, crew, open, figures }) => (
        <>
          <PageHeader
            title={`${place}筛查`}
            note={`${dayText(day)}，${crew}。已录${figures.people}人次，血压${figures.bloodPressure}，血糖${figures.glucose}，疑似${figures.suspects}。`}
            back={<Link to="/screenings">回筛查活动</Link>}
          />
          {open ? <FastEntry eventId={id} /> : <p>现在不在录入时间：活动当天起七天内可以录入。</p>}
          <Entries eventId={id} />
        </>
      )}
    </QueryView>
  );
}
