import { PlusOutlined } from '@ant-design/icons';
import type { NoticeBoard } from '@linkang/shared/api/education.routes';
import { Button, Radio, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { educationApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { dayText } from '../../components/words';
import { BoardDrawer } from './board-drawer';

function Due({ board: { changeBy, late } }: { board: NoticeBoard }) {
  if (changeBy === null) return <>已撤下</>;
  return late ? <StateTag word={[`该换了，最晚${dayText(changeBy)}`, 'bad']} /> : <>{dayText(changeBy)}以前</>;
}

const columnsOf = (edit: (board: NoticeBoard) => void): TableColumnsType<NoticeBoard> => [
  {
    title: '宣传栏',
    key: 'name',
    render: (_, { id, name, place }) => (
      <>
        <Link to={`/education/boards/${id}`}>{name}</Link>
        <div className="soft">{place}</div>
      </>
    ),
  },
  {
    title: '大小',
    key: 'size',
    render: (_, { area, height, faults }) => (
      <>
        <span className="nowrap">
          {area}平方米，中心离地{height}米
        </span>
        {faults.map((fault) => (
          <div key={fault}>
            <StateTag word={[fault, 'bad']} />
          </div>
        ))}
      </>
    ),
  },
  {
    title: '现在的内容',
    key: 'lastChange',
    render: (_, { lastChange }) => (lastChange ? `${lastChange.topic}（${dayText(lastChange.day)}）` : '还没有登记'),
  },
  { title: '下次更换', key: 'due', render: (_, board) => <Due board={board} /> },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, board) => (
      <Button aria-label={`修改：${board.name}`} onClick={() => edit(board)}>
        修改
      </Button>
    ),
  },
];

/** Notice boards, and which of them want something new. */
export function BoardsPage() {
  const [state, setState] = useState<'hung' | 'gone'>('hung');
  const [opened, setOpened] = useState<NoticeBoard | 'new' | null>(null);
  const query = usePages(['education', 'boards', state], (cursor) =>
    educationApi.boards({ query: { ...cursor, state } }),
  );
  return (
    <section className="panel" aria-label="宣传栏">
      <div className="education-bar">
        <Radio.Group
          aria-label="哪些宣传栏"
          value={state}
          optionType="button"
          options={[
            { value: 'hung', label: '挂着的' },
            { value: 'gone', label: '撤下的' },
          ]}
          onChange={(event) => setState(event.target.value as 'hung' | 'gone')}
        />
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
          添加宣传栏
        </Button>
      </div>
      <PagedTable list="boards" query={query} columns={columnsOf(setOpened)} emptyText="还没有宣传栏，请先添加" />
      {opened && <BoardDrawer board={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
