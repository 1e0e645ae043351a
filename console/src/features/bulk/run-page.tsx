import type { BulkRow, BulkRun } from '@linkang/shared/api/bulk.routes';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Progress, Table } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { atDesk } from '../../components/at-desk';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { bookingWords, StateTag } from '../../components/state-tag';
import { dayText } from '../../components/words';

import './bulk.css';
import { causeText, daysText } from './bulk-words';
import { useRun } from './use-run';

const person = {
  title: '居民',
  key: 'person',
  className: 'nowrap',
  render: (_: unknown, { residentName, age }: BulkRow) => `${residentName} ${age}岁`,
};

const refusedColumns: TableColumnsType<BulkRow> = [
  person,
  { title: '没约上的原因', key: 'cause', render: (_, row) => causeText(row) },
  {
    title: '办理',
    key: 'desk',
    className: 'nowrap screen-only',
    render: (_, { residentId, residentName }) => (
      <Link to="/desk" state={atDesk(residentId)} aria-label={`到前台办理 ${residentName}`}>
        到前台办理
      </Link>
    ),
  },
];

const bookedColumns: TableColumnsType<BulkRow> = [
  person,
  { title: '号', key: 'number', width: 64, render: (_, { booking }) => booking?.number },
  {
    title: '时间',
    key: 'time',
    className: 'nowrap',
    render: (_, { booking }) => booking && `${dayText(booking.day)} ${booking.startTime}`,
  },
  { title: '地点', key: 'place', render: (_, { booking }) => booking?.place },
  {
    title: '状态',
    key: 'status',
    className: 'nowrap',
    render: (_, { booking }) => booking && <StateTag word={bookingWords[booking.status]} />,
  },
];

const pages = (rows: readonly BulkRow[]) =>
  rows.length > 50 ? ({ pageSize: 50, showSizeChanger: false } as const) : false;

function Outcome({ run }: { run: BulkRun }) {
  const refused = run.rows.filter(({ state }) => state === 'refused');
  const booked = run.rows.filter(({ state }) => state === 'booked');
  return (
    <>
      {refused.length > 0 && (
        <section className="panel" aria-label="没约上的">
          <h2>没约上的 {refused.length} 人</h2>
          <Table<BulkRow>
            rowKey="residentId"
            columns={refusedColumns}
            dataSource={refused}
            pagination={pages(refused)}
          />
        </section>
      )}
      {booked.length > 0 && (
        <section className="panel" aria-label="约上的">
          <h2>约上的 {booked.length} 人</h2>
          <Table<BulkRow> rowKey="residentId" columns={bookedColumns} dataSource={booked} pagination={pages(booked)} />
        </section>
      )}
    </>
  );
}

function Status({ run }: { run: BulkRun }) {
  const { people, booked, refused, state } = run;
  if (state === 'running')
    return (
      <section className="panel" aria-label="进度">
        <p role="status">
          正在预约：{people} 人里已办 {booked + refused} 人。可以离开这一页，预约会接着办完。
        </p>
        <Progress percent={Math.floor(((booked + refused) / people) * 100)} aria-label="预约进度" />
      </section>
    );
  return (
    <div role="status">
      <Alert
        type={refused > 0 ? 'warning' : 'success'}
        showIcon
        title={`共 ${people} 人，约上 ${booked} 人，没约上 ${refused} 人`}
        className="bulk-outcome"
      />
    </div>
  );
}

/** What became of everybody: first those for whom something is left to do. */
export function RunPage() {
  const query = useRun();
  const navigate = useNavigate();
  return (
    <QueryView query={query} title="预约结果">
      {(run) => (
        <>
          <PageHeader
            title="预约结果"
            note={`${run.serviceName} · ${daysText(run)}`}
            back={<Link to="/building-days">返回整楼预约</Link>}
            actions={
              <>
                <Button type="primary" disabled={run.booked === 0} onClick={() => void navigate('slips')}>
                  打印纸条
                </Button>
                <Button onClick={() => void navigate('cards')}>打印报到卡</Button>
              </>
            }
          />
          <Status run={run} />
          <Outcome run={run} />
        </>
      )}
    </QueryView>
  );
}
