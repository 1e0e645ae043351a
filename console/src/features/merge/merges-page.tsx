import type { Merge } from '@linkang/shared/api/merge.routes';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { mergeApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { PersonSearch } from '../../components/person-search';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';
import { MergePanel } from './merge-panel';
import { ObstacleList } from './obstacle-list';

const columns: TableColumnsType<Merge> = [
  { title: '时间', key: 'at', className: 'nowrap', render: (_, { at }) => instantText(at) },
  { title: '居民', key: 'stay', className: 'nowrap', render: (_, { stay }) => stay.name },
  { title: '谁合并的', dataIndex: 'byName', className: 'nowrap' },
  { title: '原因', dataIndex: 'reason' },
  {
    title: '进展',
    key: 'status',
    render: (_, { status, obstacles }) => {
      if (status === 'done') return '已合并';
      return obstacles.length ? <ObstacleList obstacles={obstacles} /> : '正在合并，一两分钟后完成';
    },
  },
];

function Comparison({ ids, onDone, onReset }: { ids: [string, string]; onDone: () => void; onReset: () => void }) {
  const [stayId, awayId] = ids;
  const query = useQuery({
    queryKey: ['merge-comparison', ...ids],
    queryFn: () => mergeApi.compare({ query: { stayId, awayId } }),
    // What was in the way may have been solved on another page.
    staleTime: 0,
  });
  return (
    <section className="panel" aria-label="核对两份档案">
      <QueryView query={query}>
        {(seen) => (
          <MergePanel seen={seen} onDone={onDone} onReset={onReset} onLookAgain={() => void query.refetch()} />
        )}
      </QueryView>
    </section>
  );
}

/** Staff find the two records of one person, look at them side by side, and make one of them. */
export function MergesPage() {
  const [picked, setPicked] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const log = usePages(['merges'], (cursor) => mergeApi.list({ query: cursor }));
  const pick = (id: string): void => {
    setNote(picked.includes(id) ? '这就是第一份，请再查另一份。' : '');
    if (!picked.includes(id)) setPicked([...picked, id]);
  };
  const [first, second] = picked;
  return (
    <>
      <PageHeader
        title="合并重复档案"
        note="同一位居民登记了两次，查到两份档案，核对后合成一份。两份的预约、签约和记录都会保留。"
      />
      {first !== undefined && second !== undefined ? (
        <Comparison ids={[first, second]} onReset={() => setPicked([])} onDone={() => setPicked([])} />
      ) : (
        <section className="panel" aria-label="查找档案">
          <h2>{first === undefined ? '第一步：查第一份档案' : '第二步：查另一份档案'}</h2>
          <PersonSearch
            key={first ?? 'first'}
            onSearch={() => setNote('')}
            onOpen={pick}
            onMissing={() => setNote('没有查到这个人，请换个号码或姓名。')}
          />
          <div role="status">{note && <Alert type="info" showIcon title={note} />}</div>
          {first !== undefined && (
            <div className="button-row">
              <Button onClick={() => setPicked([])}>重新开始</Button>
            </div>
          )}
        </section>
      )}
      <section className="panel" aria-label="合并记录">
        <h2>合并记录</h2>
        <PagedTable list="merges" query={log} columns={columns} emptyText="还没有合并过档案" />
      </section>
    </>
  );
}
