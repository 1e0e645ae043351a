import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Table } from 'antd';
import { planApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';

type Figures = CallReply<PlanRoutes['figures']>;
type Team = Figures['teams'][number];

const percent = (part: number, whole: number): string => (whole === 0 ? '—' : `${Math.round((part / whole) * 100)}%`);

const columns: TableColumnsType<Team> = [
  { title: '团队', dataIndex: 'teamName' },
  { title: '签约', key: 'signed', render: (_, row) => `${row.signed} 人` },
  { title: '其中重点人群', key: 'priority', render: (_, row) => `${row.prioritySigned} 人` },
  {
    title: '履约率',
    key: 'kept',
    className: 'nowrap',
    render: (_, row) => `${percent(row.kept, row.signed)}（${row.kept}/${row.signed}）`,
  },
  {
    title: '项目完成率',
    key: 'delivered',
    className: 'nowrap',
    render: (_, row) => `${percent(row.delivered, row.promised)}（${row.delivered}/${row.promised}）`,
  },
  { title: '签而不约', key: 'unserved', render: (_, row) => `${row.unserved} 人` },
  { title: '统计到', key: 'asOf', className: 'nowrap', render: (_, row) => instantText(row.asOf) },
];

const Formulas = ({ figures }: { figures: Figures }) => (
  <details className="plan-formulas">
    <summary>这些数怎么算的</summary>
    <dl>
      {figures.formulas.map(({ name, formula }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formula}</dd>
        </div>
      ))}
    </dl>
  </details>
);

/** How contracts are kept, by team, with how it was counted. */
export function FiguresPanel() {
  const query = useQuery({ queryKey: ['plan-figures'], queryFn: () => planApi.figures({}) });
  return (
    <section className="panel" aria-label="履约情况">
      <QueryView query={query}>
        {(figures) => (
          <>
            <Table<Team>
              rowKey="teamId"
              columns={columns}
              dataSource={figures.teams}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="还没有履约中的协议" /> }}
            />
            {figures.byGroup.length > 0 && (
              <p>{`签约的重点人群：${figures.byGroup.map(({ name, signed }) => `${name} ${signed} 人`).join('，')}`}</p>
            )}
            <Formulas figures={figures} />
          </>
        )}
      </QueryView>
    </section>
  );
}
