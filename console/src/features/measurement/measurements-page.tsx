import type { Measurement, MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { useQuery } from '@tanstack/react-query';
import { Radio, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { measurementApi, residentApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { instantText, todayDay } from '../../components/words';
import { EntryForm } from './entry-form';
import { LimitsPanel } from './limits-form';
import { ReadingChart } from './reading-chart';
import { kindOptions, levelWords, sayValues } from './reading-words';

type List = CallReply<MeasurementRoutes['list']>;

const byWords = { self: '本人', relative: '家人', staff: '工作人员' } as const;

const columns: TableColumnsType<Measurement> = [
  { title: '时间', key: 'takenAt', className: 'nowrap', render: (_, { takenAt }) => instantText(takenAt) },
  { title: '读数', key: 'values', render: (_, { kind, values }) => sayValues(kind, values) },
  {
    title: '程度',
    key: 'level',
    className: 'nowrap',
    render: (_, { status, meaning }) => (
      <StateTag word={status === 'kept' ? levelWords[meaning.level] : ['已撤回', 'calm']} />
    ),
  },
  { title: '谁记的', key: 'by', className: 'nowrap', render: (_, { enteredAs }) => byWords[enteredAs] },
  { title: '备注', key: 'note', render: (_, { note }) => note ?? '' },
];

const directions = { rising: '升高', falling: '降低', steady: '平稳' } as const;

function sayWeek(kind: HomeKind, { week, trends }: List): string {
  const words: string[] = [];
  if (week?.outcome === 'mean') {
    const means = Object.entries(week.means).map(
      ([code, value]) => `${homeTables[kind].words[code]?.name ?? code} ${value}`,
    );
    words.push(`一周平均：${means.join('，')}（${levelWords[week.alert.level][0]}）`);
  }
  words.push(
    ...trends.map(({ name, direction, recentMean }) => `${name}近一周 ${recentMean}，${directions[direction]}`),
  );
  return words.join('；');
}

const spans = [
  { value: 30, label: '30天' },
  { value: 90, label: '90天' },
];

interface ChoiceProps {
  kind: HomeKind;
  days: number;
  onKind: (kind: HomeKind) => void;
  onDays: (days: number) => void;
}

const Choice = ({ kind, days, onKind, onDays }: ChoiceProps) => (
  <div className="toolbar">
    <Radio.Group
      aria-label="看哪一种"
      optionType="button"
      options={kindOptions}
      value={kind}
      onChange={(event) => onKind(event.target.value as HomeKind)}
    />
    <Radio.Group
      aria-label="看多久"
      optionType="button"
      options={spans}
      value={days}
      onChange={(event) => onDays(event.target.value as number)}
    />
  </div>
);

function Readings({ residentId }: { residentId: string }) {
  const [kind, setKind] = useState<HomeKind>('bloodPressure');
  const [days, setDays] = useState(30);
  const toDay = todayDay();
  const query = useQuery({
    queryKey: ['measurements', residentId, kind, days, toDay],
    queryFn: () =>
      measurementApi.list({
        params: { id: residentId },
        query: { kind, fromDay: addDays(toDay, 1 - days), toDay },
      }),
  });
  return (
    <section className="panel" aria-label="读数">
      <Choice kind={kind} days={days} onKind={setKind} onDays={setDays} />
      <EntryForm key={kind} residentId={residentId} kind={kind} />
      <QueryView query={query}>
        {(list) =>
          list.items.length === 0 ? (
            <EmptyNote text={`这${days}天没有${homeTables[kind].name}的记录`} />
          ) : (
            <>
              <p>{sayWeek(kind, list)}</p>
              <ReadingChart kind={kind} items={list.items} limits={list.limits} />
              <Table
                rowKey="id"
                dataSource={list.items}
                columns={columns}
                pagination={{ pageSize: 20, hideOnSinglePage: true }}
                scroll={{ x: 'max-content' }}
              />
            </>
          )
        }
      </QueryView>
    </section>
  );
}

/** What one person measured at home: the course with its band, each reading, and the lines. */
export function MeasurementsPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['resident', id], queryFn: () => residentApi.get({ params: { id } }) });
  return (
    <QueryView query={query} title="家庭自测">
      {({ name, age }) => (
        <>
          <PageHeader title={`${name}的家庭自测`} note={`${age}岁`} back={<Link to="/desk">回前台</Link>} />
          <Readings residentId={id} />
          <LimitsPanel residentId={id} />
        </>
      )}
    </QueryView>
  );
}
