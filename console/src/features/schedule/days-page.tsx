import { PlusOutlined } from '@ant-design/icons';
import type { CalendarEntry, ScheduleRoutes } from '@linkang/shared/api/schedule.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Table } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { scheduleApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { dayText, todayDay } from '../../components/words';
import { DaySessionsDrawer } from './day-sessions-drawer';
import { kindWords, weekdayText } from './schedule-words';
import './schedule.css';
import { useDays, useRemoval } from './use-schedule';

// The schema that checks the form comes with it, only when it is needed.
const DayDrawer = lazy(async () => ({ default: (await import('./day-drawer')).DayDrawer }));
const ImportDrawer = lazy(async () => ({ default: (await import('./import-drawer')).ImportDrawer }));

type Opened =
  { kind: 'edit'; entry: CalendarEntry | null } | { kind: 'sessions'; entry: CalendarEntry } | { kind: 'import' };

type YearReply = CallReply<ScheduleRoutes['days']>;

interface RowActions {
  open: (opened: Opened) => void;
  remove: (entry: CalendarEntry) => void;
}

const columnsOf = ({ open, remove }: RowActions): TableColumnsType<CalendarEntry> => [
  { title: '日期', dataIndex: 'day', className: 'nowrap', render: (day: string) => dayText(day) },
  { title: '安排', dataIndex: 'kind', render: (kind: CalendarEntry['kind']) => <StateTag word={kindWords[kind]} /> },
  { title: '名称', dataIndex: 'name' },
  { title: '范围', dataIndex: 'serviceName', render: (name: string | null) => name ?? '整个中心' },
  {
    title: '按星期几',
    dataIndex: 'weekday',
    render: (weekday: number | null, row) =>
      row.kind !== 'working' ? '—' : weekday === null ? '当天自己的星期' : weekdayText(weekday),
  },
  {
    title: '来源',
    dataIndex: 'origin',
    className: 'nowrap',
    render: (origin: CalendarEntry['origin']) => (origin === 'national' ? '国家安排' : '本中心'),
  },
  {
    title: '操作',
    key: 'actions',
    className: 'screen-only',
    render: (_, entry) => {
      const title = `${dayText(entry.day)} ${entry.name}`;
      return (
        <div className="row-actions">
          <Button size="small" aria-label={`修改：${title}`} onClick={() => open({ kind: 'edit', entry })}>
            修改
          </Button>
          <Button size="small" aria-label={`场次：${title}`} onClick={() => open({ kind: 'sessions', entry })}>
            场次
          </Button>
          {entry.origin === 'centre' && (
            <Button size="small" danger aria-label={`删除：${title}`} onClick={() => remove(entry)}>
              删除
            </Button>
          )}
        </div>
      );
    },
  },
];

/** Where the national days of the year come from, and what is missing. */
function NationalNote({ national }: Pick<YearReply, 'national'>) {
  if (national?.source && national.confidence === 'high')
    return <p className="soft">国家节假日来源：{national.source}。和本中心不同的日子，点“修改”改成自己的安排。</p>;
  const title = national?.note ?? '这一年的国家节假日还没有录入，各天按平常的星期生成场次。公布后请点“导入”。';
  return <Alert type="warning" showIcon title={title} style={{ marginBottom: 16 }} />;
}

interface DrawersProps {
  opened: Opened;
  onChange: (opened: Opened | null) => void;
  onSaved: (entry: CalendarEntry) => void;
}

function Drawers({ opened, onChange, onSaved }: DrawersProps) {
  const close = (): void => onChange(null);
  if (opened.kind === 'sessions') return <DaySessionsDrawer entry={opened.entry} onClose={close} />;
  // After a day was closed, what stands on it already is shown at once.
  const saved = (entry: CalendarEntry, hasSessions: boolean): void => {
    onSaved(entry);
    onChange(hasSessions ? { kind: 'sessions', entry } : null);
  };
  return (
    <Suspense fallback={null}>
      {opened.kind === 'import' ? (
        <ImportDrawer onClose={close} />
      ) : (
        <DayDrawer entry={opened.entry} onClose={close} onSaved={saved} />
      )}
    </Suspense>
  );
}

/** The days of a year; those that are over only when they are asked for. */
function DayList({ reply, actions }: { reply: YearReply; actions: RowActions }) {
  const [withPast, setWithPast] = useState(false);
  const coming = reply.items.filter(({ day }) => day >= todayDay());
  const past = reply.items.length - coming.length;
  return (
    <>
      <NationalNote national={reply.national} />
      <Table<CalendarEntry>
        rowKey="id"
        size="middle"
        columns={columnsOf(actions)}
        dataSource={withPast ? reply.items : coming}
        pagination={false}
        locale={{
          emptyText: <EmptyNote text={past > 0 ? '这一年后面没有休息日和调休' : '这一年还没有休息日和调休'} />,
        }}
      />
      {past > 0 && (
        <div className="list-foot">
          <Button onClick={() => setWithPast(!withPast)}>
            {withPast ? '收起已过去的日子' : `显示已过去的 ${past} 天`}
          </Button>
        </div>
      )}
    </>
  );
}

/** Closed days and working days in exchange: the nation's, under the centre's own. */
export function DaysPage() {
  const [year, setYear] = useState(yearOf(todayDay()));
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = useDays(year);
  const askRemoval = useRemoval();
  const remove = (entry: CalendarEntry): void =>
    askRemoval({
      title: `删除“${dayText(entry.day)} ${entry.name}”？`,
      content: '删除后，这一天恢复国家的安排；国家没有安排的，和平常一样。',
      remove: () => scheduleApi.removeDay({ params: { id: entry.id }, body: { rev: entry.rev } }),
    });
  return (
    <>
      <PageHeader
        title="休息日与调休"
        note="休息的日子不按模板生成场次；调休上班的日子按所选星期的模板生成。"
        actions={
          <>
            <Button onClick={() => setOpened({ kind: 'import' })}>导入</Button>
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setOpened({ kind: 'edit', entry: null })}
            >
              添加日子
            </Button>
          </>
        }
      />
      <section className="panel" aria-labelledby="calendar-year">
        <div className="toolbar">
          <span>
            <h2 id="calendar-year">{year}年</h2>
          </span>
          <Button onClick={() => setYear(year - 1)}>上一年</Button>
          <Button onClick={() => setYear(year + 1)}>下一年</Button>
        </div>
        <QueryView query={query}>
          {(reply) => <DayList key={year} reply={reply} actions={{ open: setOpened, remove }} />}
        </QueryView>
      </section>
      {opened && <Drawers opened={opened} onChange={setOpened} onSaved={({ day }) => setYear(yearOf(day))} />}
    </>
  );
}
