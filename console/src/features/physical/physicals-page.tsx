import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { isDay } from '@linkang/shared/domain/clinic-day';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Input, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { errorText } from '../../api/api-error';
import { physicalApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { PersonSearch } from '../../components/person-search';
import { QueryView } from '../../components/query-view';
import { sexNames, todayDay } from '../../components/words';
import './physical.css';
import { missingText } from './station-tabs';

type Row = CallReply<PhysicalRoutes['list']>['items'][number];
type Wish = Parameters<typeof physicalApi.open>[0]['body'];

const statusWords = { open: '正在做', inReview: '医生在审', released: '已发布' } as const;

const ALL = 'all';

/** Goes to somebody's check-up, at the station that was chosen. */
function useShow(station: string): (id: string) => void {
  const navigate = useNavigate();
  return (id) => void navigate(`/physicals/${id}${station === ALL ? '' : `?station=${station}`}`);
}

/** Begins or finds a check-up, and goes on to its station. */
function useOpening(show: (id: string) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Wish) => physicalApi.open({ body }),
    onSuccess: (physical) => {
      queryClient.setQueryData(['physical', physical.id], physical);
      show(physical.id);
    },
  });
}

function columnsOf(
  station: string,
  opening: ReturnType<typeof useOpening>,
  show: (id: string) => void,
): TableColumnsType<Row> {
  return [
    { title: '号', key: 'number', className: 'nowrap', render: (_, { number }) => number ?? '现场' },
    { title: '姓名', dataIndex: 'name', className: 'nowrap' },
    { title: '性别年龄', key: 'age', className: 'nowrap', render: (_, { sex, age }) => `${sexNames[sex]} ${age}岁` },
    {
      title: station === ALL ? '各站' : '这一站',
      key: 'stations',
      render: (_, { stations }) =>
        stations
          .filter(({ code }) => station === ALL || code === station)
          .map((progress) => (
            <div key={progress.code} className={`progress-${progress.state}`}>
              {station === ALL && `${progress.name}：`}
              {missingText(progress)}
            </div>
          )),
    },
    {
      title: '进度',
      key: 'status',
      className: 'nowrap',
      render: (_, { status }) => (status ? <Tag>{statusWords[status]}</Tag> : <Tag color="gold">刚报到</Tag>),
    },
    {
      title: '办理',
      key: 'open',
      render: (_, { id, bookingId, name }) => (
        <Button
          aria-label={`填写：${name}`}
          loading={opening.isPending && bookingId !== null && opening.variables?.bookingId === bookingId}
          onClick={() => (id ? show(id) : bookingId && opening.mutate({ bookingId }))}
        >
          填写
        </Button>
      ),
    },
  ];
}

function ScanBox({ opening }: { opening: ReturnType<typeof useOpening> }) {
  const [code, setCode] = useState('');
  const submit = (): void => {
    const scanned = code.replace(/\s/g, '');
    setCode('');
    if (scanned) opening.mutate({ code: scanned });
  };
  return (
    <div className="scan">
      <label htmlFor="physical-code">扫居民的报到码或报到卡</label>
      <Input
        id="physical-code"
        data-page-search
        value={code}
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        placeholder="把光标放在这里，对准手机或卡上的码扫一下"
        onChange={(event) => setCode(event.target.value)}
        onPressEnter={submit}
      />
      <div role="alert">{opening.isError && <Alert type="error" showIcon title={errorText(opening.error)} />}</div>
    </div>
  );
}

const isLeft = (station: string, { stations }: Row): boolean =>
  stations.some(({ code, state }) => (station === ALL || code === station) && state !== 'done');

/** Everybody who came for a check-up on a day, by station: who still waits on top. */
export function PhysicalsPage() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('day') ?? '';
  const day = isDay(asked) ? asked : todayDay();
  const station = search.get('station') ?? ALL;
  const show = useShow(station);
  const opening = useOpening(show);
  const query = useQuery({
    queryKey: ['physicals', day],
    queryFn: () => physicalApi.list({ query: { day } }),
    refetchInterval: 20_000,
  });
  return (
    <>
      <PageHeader
        title="体检"
        note="来体检的人都在这里。选好自己的站点，扫码或点“填写”就可以填结果。"
        actions={<Link to="/lab-import">导入化验单</Link>}
      />
      <section className="panel" aria-label="当天体检">
        <ScanBox opening={opening} />
        <details className="walk-in">
          <summary>没有预约，现场登记</summary>
          <p>先在“前台”核对证件、打开居民的资料，再在这里查找。</p>
          <PersonSearch
            onSearch={opening.reset}
            onOpen={(residentId) => opening.mutate({ residentId })}
            onMissing={() => opening.reset()}
          />
        </details>
        <div className="toolbar">
          <input
            type="date"
            className="day-field"
            aria-label="哪一天"
            value={day}
            onChange={(event) => isDay(event.target.value) && setSearch({ station, day: event.target.value })}
          />
          <QueryView query={query}>
            {({ items }) => <StationSelect items={items} day={day} station={station} onChange={setSearch} />}
          </QueryView>
        </div>
        {query.data && (
          <Table<Row>
            rowKey={(row) => row.id ?? row.bookingId ?? row.residentId}
            columns={columnsOf(station, opening, show)}
            dataSource={[...query.data.items].sort((a, b) => Number(isLeft(station, b)) - Number(isLeft(station, a)))}
            pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
            locale={{ emptyText: <EmptyNote text="这一天还没有人来体检" /> }}
          />
        )}
      </section>
    </>
  );
}

function StationSelect({
  items,
  day,
  station,
  onChange,
}: {
  items: readonly Row[];
  day: string;
  station: string;
  onChange: (search: Record<string, string>) => void;
}) {
  const stations = items[0]?.stations ?? [];
  const left = items.filter((row) => isLeft(station, row)).length;
  return (
    <>
      <Select
        aria-label="站点"
        style={{ width: 240 }}
        value={stations.some(({ code }) => code === station) ? station : ALL}
        options={[
          { value: ALL, label: '所有站点' },
          ...stations.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(chosen: string) => onChange({ day, station: chosen })}
      />
      <span role="status">{`共 ${items.length} 人，还有 ${left} 人没做完`}</span>
    </>
  );
}
