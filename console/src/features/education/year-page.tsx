import type { YearMinimum } from '@linkang/shared/api/education.routes';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Select, Table } from 'antd';
import { useSearchParams } from 'react-router-dom';
import { educationApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { todayDay } from '../../components/words';
import { doneText, minimumWords } from './ledger-words';
import { YearRows } from './year-rows';

/** Years that can be chosen. */
const YEARS_BACK = 5;

const columnsOf = (year: number): TableColumnsType<YearMinimum> => [
  {
    title: '项目',
    key: 'name',
    render: (_, { name, rule, missing }) => (
      <>
        <strong>{name}</strong>
        <div className="soft">{rule}</div>
        {missing.length > 0 && (
          <ul className="education-missing" aria-label={`${name}还缺什么`}>
            {missing.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </>
    ),
  },
  { title: `${year}年`, key: 'done', className: 'nowrap', render: (_, row) => doneText(row, row.unit) },
  {
    title: '达标',
    key: 'state',
    className: 'nowrap',
    render: (_, { state }) => <StateTag word={minimumWords[state]} />,
  },
  {
    title: `${year - 1}年`,
    key: 'lastYear',
    className: 'nowrap',
    render: (_, { lastYear, unit }) => doneText(lastYear, unit),
  },
];

/** Whether there is anything to see below a line. */
const hasRows = ({ rows, left, series }: YearMinimum): boolean =>
  rows.length > 0 || left.length > 0 || series.length > 0;

/** What the national standard asks for in a year and how far it is, beside the year before. */
export function YearPage() {
  const [search, setSearch] = useSearchParams();
  const thisYear = yearOf(todayDay());
  const years = Array.from({ length: YEARS_BACK }, (_, back) => thisYear - back);
  const asked = Number(search.get('year'));
  const year = years.includes(asked) ? asked : thisYear;
  const query = useQuery({
    queryKey: ['education', 'year', year],
    queryFn: () => educationApi.year({ query: { year } }),
  });
  return (
    <section className="panel" aria-label="全年达标">
      <div className="education-bar">
        <h2>{year}年做了多少</h2>
        <Select
          aria-label="哪一年"
          style={{ width: 120 }}
          value={year}
          options={years.map((value) => ({ value, label: `${value}年` }))}
          onChange={(value) => setSearch({ year: String(value) }, { replace: true })}
        />
      </div>
      <QueryView query={query}>
        {({ levelName, minimums, evidence, source }) => (
          <>
            <p className="soft">按{levelName}的标准。活动记录写完、归档以后才算。点左边的加号看每个数是哪些组成的。</p>
            <Table<YearMinimum>
              rowKey="code"
              columns={columnsOf(year)}
              dataSource={minimums}
              pagination={false}
              expandable={{
                rowExpandable: hasRows,
                expandedRowRender: (row) => <YearRows minimum={row} />,
              }}
            />
            <p className="soft">
              每次活动要留：{evidence.join('、')}。依据：{source.join('；')}。
            </p>
          </>
        )}
      </QueryView>
    </section>
  );
}
