import type { ListedCorrection } from '@linkang/shared/api/correction.routes';
import { CORRECTION_WORKING_DAYS, correctionFields } from '@linkang/shared/domain/correction-fields';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Radio, Select, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { correctionApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { QueryView } from '../../components/query-view';
import { dayText, instantText, todayDay } from '../../components/words';
import { CorrectionDrawer } from './correction-drawer';

/** What of the address is remembered until the next time. */
const FILTERS = ['state'];

const states = { open: '待答复', answered: '已答复' } as const;
type State = keyof typeof states;

const columnsOf = (open: (id: string) => void): TableColumnsType<ListedCorrection> => [
  { title: '居民', dataIndex: 'residentName', className: 'nowrap' },
  { title: '哪一项', key: 'field', render: (_, { field }) => correctionFields[field] },
  { title: '申请时间', key: 'askedAt', className: 'nowrap', render: (_, { askedAt }) => instantText(askedAt) },
  {
    title: '最晚答复',
    key: 'dueDay',
    className: 'nowrap',
    render: (_, { dueDay, overdue }) => (
      <>
        {dayText(dueDay)} {overdue && <Tag color="error">已超期</Tag>}
      </>
    ),
  },
  {
    title: '结果',
    key: 'status',
    className: 'nowrap',
    render: (_, { status }) => ({ open: '待答复', accepted: '已更正', refused: '没有更正' })[status],
  },
  {
    title: '办理',
    key: 'open',
    className: 'screen-only',
    render: (_, { id, residentName, field, status }) => {
      const words = status === 'open' ? '核对并答复' : '看看';
      return (
        <Button aria-label={`${words}：${residentName} ${correctionFields[field]}`} onClick={() => open(id)}>
          {words}
        </Button>
      );
    },
  },
];

/** The first day of each period that the figures can be of. */
const periodsOf = (today: string): { value: string; label: string; fromDay: string; toDay: string }[] => {
  const year = yearOf(today);
  return [
    { value: 'year', label: `${year}年`, fromDay: `${year}-01-01`, toDay: `${year}-12-31` },
    { value: 'month', label: '本月', fromDay: `${today.slice(0, 7)}-01`, toDay: today },
    { value: 'last', label: `${year - 1}年`, fromDay: `${year - 1}-01-01`, toDay: `${year - 1}-12-31` },
  ];
};

function Figures() {
  const periods = periodsOf(todayDay());
  const [chosen, setChosen] = useState('year');
  const period = periods.find(({ value }) => value === chosen) ?? periods[0];
  const { fromDay = '', toDay = '' } = period ?? {};
  const query = useQuery({
    queryKey: ['correction-figures', fromDay, toDay],
    queryFn: () => correctionApi.figures({ query: { fromDay, toDay } }),
  });
  return (
    <section className="panel" aria-label="答复情况">
      <div className="toolbar">
        <Select
          aria-label="哪段时间申请的"
          style={{ width: 140 }}
          options={periods.map(({ value, label }) => ({ value, label }))}
          value={chosen}
          onChange={setChosen}
        />
        <QueryView query={query}>
          {({ inTime, late, open, overdue }) => (
            <span>
              按时答复 <strong>{inTime}</strong> 件，超期才答复 <strong>{late}</strong> 件，待答复{' '}
              <strong>{open + overdue}</strong> 件，其中已超期 <strong>{overdue}</strong> 件
            </span>
          )}
        </QueryView>
      </div>
    </section>
  );
}

/** Requests for corrections: the first due on top. */
export function CorrectionsPage() {
  const [search, setSearch] = useSearchParams();
  const state: State = search.get('state') === 'answered' ? 'answered' : 'open';
  const [openId, setOpenId] = useState<string | null>(null);
  const query = usePages(['corrections', state], (cursor) => correctionApi.list({ query: { state, ...cursor } }));
  return (
    <>
      <PageHeader
        title="更正申请"
        note={`居民说资料有错，请核对后在${CORRECTION_WORKING_DAYS}个工作日内答复。快到期和超期的排在最前面。`}
      />
      <Figures />
      <section className="panel" aria-label="更正申请">
        <div className="toolbar">
          <Radio.Group
            aria-label="答复了没有"
            optionType="button"
            options={Object.entries(states).map(([value, label]) => ({ value, label }))}
            value={state}
            onChange={(event) => setSearch({ state: event.target.value as State }, { replace: true })}
          />
        </div>
        <PagedTable
          list="corrections"
          filters={FILTERS}
          query={query}
          columns={columnsOf(setOpenId)}
          emptyText={state === 'open' ? '没有等着答复的申请' : '还没有答复过申请'}
        />
      </section>
      {openId !== null && <CorrectionDrawer id={openId} onClose={() => setOpenId(null)} />}
    </>
  );
}
