import { PlusOutlined } from '@ant-design/icons';
import type { Cell } from '@linkang/shared/api/area.routes';
import type { Community } from '@linkang/shared/api/centre.routes';
import type { Team } from '@linkang/shared/api/team.routes';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useCells, useCommunities, useTeams } from '../../api/use-centre';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { CellDrawer } from './cell-drawer';
import { CommunityDrawer } from './community-drawer';
import { TeamDrawer } from './team-drawer';

type Opened =
  | { kind: 'team'; team: Team | null }
  | { kind: 'community'; community: Community | null }
  | { kind: 'cell'; cell: Cell | null };

const nextOrderOf = (rows: readonly { order: number }[] | undefined): number =>
  Math.max(-1, ...(rows ?? []).map((row) => row.order)) + 1;

const editButton = (name: string, open: () => void) => (
  <Button aria-label={`修改：${name}`} onClick={open}>
    修改
  </Button>
);

const teamColumns = (open: (team: Team) => void): TableColumnsType<Team> => [
  { title: '团队', dataIndex: 'name' },
  { title: '队长', key: 'leader', render: (_, team) => team.leader.name },
  { title: '队员', key: 'members', render: (_, team) => `${team.members.length} 人` },
  {
    title: '社区',
    key: 'communities',
    render: (_, team) => team.communities.map(({ name }) => name).join('、') || '—',
  },
  { title: '签约', key: 'signed', render: (_, team) => `${team.signedCount} / ${team.capacity}` },
  { title: '操作', key: 'edit', render: (_, team) => editButton(team.name, () => open(team)) },
];

const communityColumns = (teams: readonly Team[], open: (row: Community) => void): TableColumnsType<Community> => [
  { title: '社区', dataIndex: 'name' },
  {
    title: '负责的团队',
    dataIndex: 'teamId',
    render: (teamId: string | null) => teams.find(({ id }) => id === teamId)?.name ?? '还没有',
  },
  { title: '操作', key: 'edit', render: (_, row) => editButton(row.name, () => open(row)) },
];

const cellColumns = (communities: readonly Community[], open: (row: Cell) => void): TableColumnsType<Cell> => [
  { title: '网格', dataIndex: 'name' },
  {
    title: '社区',
    dataIndex: 'communityId',
    render: (communityId: string) => communities.find(({ id }) => id === communityId)?.name ?? '—',
  },
  { title: '楼栋', dataIndex: 'buildings', render: (buildings: string[]) => buildings.join('、') },
  { title: '责任医生', dataIndex: 'doctorName', render: (name: string | null) => name ?? '团队一起管' },
  { title: '操作', key: 'edit', render: (_, row) => editButton(row.name, () => open(row)) },
];

interface PanelProps<T> {
  id: string;
  title: string;
  addText: string;
  query: { data: { items: T[] } | undefined; error: unknown; refetch: () => unknown };
  columns: TableColumnsType<T>;
  onAdd: () => void;
}

function Panel<T extends { id: string }>({ id, title, addText, query, columns, onAdd }: PanelProps<T>) {
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="toolbar">
        <span>
          <h2 id={id}>{title}</h2>
        </span>
        <Button icon={<PlusOutlined aria-hidden />} onClick={onAdd}>
          {addText}
        </Button>
      </div>
      <QueryView query={query}>
        {({ items }) => (
          <Table<T>
            rowKey="id"
            columns={columns}
            dataSource={items}
            pagination={false}
            locale={{ emptyText: <EmptyNote text={`还没有，请先${addText}`} /> }}
          />
        )}
      </QueryView>
    </section>
  );
}

/** Teams, the communities that each looks after, and their cells. */
export function TeamsPage() {
  const teams = useTeams();
  const communities = useCommunities();
  const cells = useCells();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = (): void => setOpened(null);
  return (
    <>
      <PageHeader
        title="社区与团队"
        note="先添加团队，再把社区交给团队；一个社区由一个团队负责，可以再按楼栋分成网格，落实到医生。"
      />
      <Panel
        id="teams"
        title="家庭医生团队"
        addText="添加团队"
        query={teams}
        columns={teamColumns((team) => setOpened({ kind: 'team', team }))}
        onAdd={() => setOpened({ kind: 'team', team: null })}
      />
      <Panel
        id="communities"
        title="社区"
        addText="添加社区"
        query={communities}
        columns={communityColumns(teams.data?.items ?? [], (community) => setOpened({ kind: 'community', community }))}
        onAdd={() => setOpened({ kind: 'community', community: null })}
      />
      <Panel
        id="cells"
        title="网格（分片包干）"
        addText="添加网格"
        query={cells}
        columns={cellColumns(communities.data?.items ?? [], (cell) => setOpened({ kind: 'cell', cell }))}
        onAdd={() => setOpened({ kind: 'cell', cell: null })}
      />
      {opened?.kind === 'cell' && <CellDrawer cell={opened.cell} onClose={close} />}
      {opened?.kind === 'team' && (
        <TeamDrawer team={opened.team} nextOrder={nextOrderOf(teams.data?.items)} onClose={close} />
      )}
      {opened?.kind === 'community' && (
        <CommunityDrawer
          community={opened.community}
          nextOrder={nextOrderOf(communities.data?.items)}
          onClose={close}
        />
      )}
    </>
  );
}
