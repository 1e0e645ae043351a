import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { followupApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { todayDay } from '../../components/words';
import './followup.css';

type Figure = CallReply<FollowupRoutes['figures']>['items'][number];

const rate = (part: number, whole: number): string => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`);

function FigureRow({ row }: { row: Figure }) {
  const { programmeName, managed, standard, controlled, visits, formulas } = row;
  return (
    <section className="panel" aria-label={programmeName}>
      <h2>{programmeName}</h2>
      <dl className="followup-figures">
        <div>
          <dt>在管</dt>
          <dd>{managed} 人</dd>
        </div>
        <div>
          <dt>随访</dt>
          <dd>{visits} 人次</dd>
        </div>
        <div>
          <dt>规范管理率</dt>
          <dd>
            {rate(standard, managed)}（{standard} 人）
          </dd>
        </div>
        <div>
          <dt>控制率</dt>
          <dd>
            {rate(controlled, managed)}（{controlled} 人）
          </dd>
        </div>
      </dl>
      <ul className="followup-formulas">
        {Object.entries(formulas).map(([key, words]) => (
          <li key={key}>{words}</li>
        ))}
      </ul>
    </section>
  );
}

/** How the centre looks after people with chronic diseases, each figure with how it is counted. */
export function FiguresPage() {
  const thisYear = yearOf(todayDay());
  const [year, setYear] = useState(thisYear);
  const query = useQuery({
    queryKey: ['follow-up-figures', year],
    queryFn: () => followupApi.figures({ query: { year } }),
  });
  return (
    <>
      <PageHeader
        back={<Link to="/follow-ups">返回随访名单</Link>}
        title="慢病管理情况"
        note="每个数怎样算写在下面。没有测的、失访的不算达标。"
        actions={
          <Select
            aria-label="哪一年"
            value={year}
            options={[thisYear, thisYear - 1].map((value) => ({ value, label: `${value}年` }))}
            onChange={setYear}
          />
        }
      />
      <QueryView query={query}>
        {({ items }) => (
          <>
            {items.map((row) => (
              <FigureRow key={row.programme} row={row} />
            ))}
          </>
        )}
      </QueryView>
    </>
  );
}
