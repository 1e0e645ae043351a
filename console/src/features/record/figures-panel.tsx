import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { recordApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { todayDay } from '../../components/words';
import { tagNames } from './record-words';

const YEARS_BACK = 3;
const percent = (rate: number | null): string => (rate === null ? '—' : `${rate}%`);

/** Counts and rates of a year, with how the rates are made. */
export function FiguresPanel() {
  const thisYear = yearOf(todayDay());
  const [year, setYear] = useState(thisYear);
  const query = useQuery({ queryKey: ['record-figures', year], queryFn: () => recordApi.figures({ query: { year } }) });
  return (
    <section className="panel" aria-label="建档情况">
      <div className="toolbar">
        <Select
          aria-label="哪一年"
          style={{ width: 120 }}
          options={Array.from({ length: YEARS_BACK + 1 }, (_, back) => ({
            value: thisYear - back,
            label: `${thisYear - back}年`,
          }))}
          value={year}
          onChange={setYear}
        />
      </div>
      <QueryView query={query}>
        {(seen) => (
          <>
            <dl className="record-figures">
              {[
                ['使用中的档案', seen.open],
                ['当年新建', seen.opened],
                ['当年终止', seen.closed],
                ['当年用过', seen.used],
                ['建档率', percent(seen.recordRate)],
                ['档案使用率', percent(seen.useRate)],
              ].map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <p className="record-hint">
              建档率＝使用中的档案÷常住人口（
              {seen.population === null ? '还没有填，请管理员在中心设置里填写' : `${seen.population}人`}
              ）；档案使用率＝当年有填写或服务的档案÷使用中的档案，每天核对一次。人群：
              {Object.entries(seen.byTag)
                .map(([tag, count]) => `${tagNames.get(tag) ?? tag}${count}`)
                .join('，')}
              。
            </p>
          </>
        )}
      </QueryView>
    </section>
  );
}
