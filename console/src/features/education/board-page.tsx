import { PlusOutlined } from '@ant-design/icons';
import type { BoardChange, NoticeBoard } from '@linkang/shared/api/education.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { educationApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { ChangeDrawer } from './change-drawer';
import { writtenText } from './ledger-words';
import { WithdrawButton } from './withdraw-button';
import './education.css';

const columnsOf = (
  edit: (change: BoardChange) => void,
  withdraw: (change: BoardChange) => void,
): TableColumnsType<BoardChange> => [
  { title: '更换日期', key: 'day', className: 'nowrap', render: (_, { day }) => dayText(day) },
  { title: '主题', dataIndex: 'topic' },
  {
    title: '照片',
    key: 'photo',
    render: (_, { photoUrl, fileId, topic }) => (
      <a href={`/api/v1/files/${fileId}`} target="_blank" rel="noreferrer">
        <img className="education-photo" src={photoUrl} alt={`${topic}，点开看大图`} loading="lazy" />
      </a>
    ),
  },
  { title: '登记', key: 'written', render: (_, change) => writtenText(change) },
  {
    title: '操作',
    key: 'deeds',
    className: 'nowrap screen-only',
    render: (_, change) =>
      change.state === 'withdrawn' ? (
        <StateTag word={['已撤回', 'calm']} />
      ) : (
        <div className="button-row">
          <Button aria-label={`更正：${change.topic}`} onClick={() => edit(change)}>
            更正
          </Button>
          <WithdrawButton what={change.topic} onConfirm={() => withdraw(change)} />
        </div>
      ),
  },
];

function Changes({ board }: { board: NoticeBoard }) {
  const [opened, setOpened] = useState<BoardChange | 'new' | null>(null);
  const queryClient = useQueryClient();
  const tell = useTell();
  const query = usePages(['education', 'changes', board.id], (cursor) =>
    educationApi.changes({ params: { id: board.id }, query: cursor }),
  );
  const withdraw = useMutation({
    mutationFn: ({ id, rev }: BoardChange) => educationApi.withdrawChange({ params: { id }, body: { rev } }),
    onSuccess: () => tell.done('已撤回，不再计入'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['education'] }),
  });
  return (
    <section className="panel" aria-label="更换记录">
      <div className="education-bar">
        <h2>更换记录</h2>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
          登记更换
        </Button>
      </div>
      <PagedTable
        list="board-changes"
        query={query}
        columns={columnsOf(setOpened, (change) => withdraw.mutate(change))}
        emptyText="还没有登记过更换"
      />
      {opened && (
        <ChangeDrawer board={board} change={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
      )}
    </section>
  );
}

/** One notice board with everything that it showed. */
export function BoardPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['education', 'board', id],
    queryFn: () => educationApi.board({ params: { id } }),
  });
  return (
    <QueryView query={query} title="宣传栏">
      {(board) => (
        <>
          <PageHeader
            title={board.name}
            note={`${board.place}，${board.area}平方米，中心离地${board.height}米。${board.changeBy === null ? '已撤下。' : `下次更换最晚${dayText(board.changeBy)}。`}`}
            back={<Link to="/education/boards">回宣传栏</Link>}
          />
          <Changes board={board} />
        </>
      )}
    </QueryView>
  );
}
