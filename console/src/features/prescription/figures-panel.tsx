import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useState } from 'react';
import { prescriptionApi } from '../../api/clients';
import { DayRangePicker } from '../../components/day-range-picker';
import { QueryView } from '../../components/query-view';
import { todayDay } from '../../components/words';

const columns = [
  { title: '月份', dataIndex: 'month' },
  { title: '病名', dataIndex: 'disease' },
  { title: '份数', dataIndex: 'count' },
];

/** How many were given, by disease and month. */
export function FiguresPanel() {
  const today = todayDay();
  const [days, setDays] = useState({ fromDay: `${yearOf(today)}-01-01`, toDay: today });
  const query = useQuery({
    queryKey: ['health-prescriptions', 'figures', days],
    queryFn: () => prescriptionApi.figures({ query: days }),
  });
  return (
    <section className="panel" aria-label="发放统计">
      <h2>发放统计</h2>
      <DayRangePicker days={days} maxSpanDays={366} latestDay={today} onChange={setDays} />
      <QueryView query={query}>
        {({ total, people, items }) => (
          <>
            <p>{`一共发了${total}份，给了${people}人。收回的不算。`}</p>
            <Table
              rowKey={({ month, code }) => `${month}${code}`}
              dataSource={items}
              columns={columns}
              pagination={{ pageSize: 24, hideOnSinglePage: true }}
            />
          </>
        )}
      </QueryView>
    </section>
  );
}
