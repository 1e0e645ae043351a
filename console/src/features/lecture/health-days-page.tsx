import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import { yearOf } from '@linkang/shared/domain/clinic-day';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { dayText, todayDay } from '../../components/words';
import { FiguresPanel } from './figures-panel';

type HealthDay = CallReply<LectureRoutes['healthDays']>['items'][number];

const stateWords = {
  done: ['已办', 'good'],
  planned: ['已安排', 'wait'],
  none: ['还没安排', 'calm'],
} as const;

const draftOf = ({ name, day }: HealthDay): string =>
  `/lectures/new?${new URLSearchParams({ kind: 'THEME_DAY', healthDay: name, day }).toString()}`;

const columnsOf = (isWriter: boolean): TableColumnsType<HealthDay> => [
  {
    title: '日期',
    dataIndex: 'day',
    className: 'nowrap',
    render: (day: string, { endDay }) => (endDay ? `${dayText(day)} 到 ${dayText(endDay)}` : dayText(day)),
  },
  {
    title: '卫生日',
    dataIndex: 'name',
    render: (name: string, { confidence }) => (confidence === 'check' ? `${name}（日期请核对）` : name),
  },
  { title: '情况', dataIndex: 'state', render: (state: HealthDay['state']) => <StateTag word={stateWords[state]} /> },
  {
    title: '活动',
    key: 'events',
    render: (_, { events }) =>
      events.map(({ id, kind, title, day }) => (
        <div key={id}>
          <Link to={`/lectures/${id}`}>
            {dayText(day)} {activityKindName(kind)}：{title}
          </Link>
        </div>
      )),
  },
  {
    title: '办理',
    key: 'deeds',
    className: 'screen-only',
    render: (_, healthDay) => {
      const isOver = (healthDay.endDay ?? healthDay.day) < todayDay();
      if (!isWriter || isOver) return null;
      return (
        <Link to={draftOf(healthDay)} aria-label={`为${healthDay.name}起草活动`}>
          起草活动
        </Link>
      );
    },
  },
];

/** The year's health days with what is held on them, and the figures of the year. */
export function HealthDaysPage() {
  const [search, setSearch] = useSearchParams();
  const roles = useAccount()?.roles ?? [];
  const thisYear = yearOf(todayDay());
  const asked = Number(search.get('year'));
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : thisYear;
  const query = useQuery({
    queryKey: ['lectures', 'health-days', year],
    queryFn: () => lectureApi.healthDays({ query: { year } }),
  });
  const go = (to: number) => () => setSearch({ year: String(to) }, { replace: true });
  return (
    <>
      <PageHeader
        title="卫生日计划"
        note="国家要求公众健康咨询活动利用卫生日举办。挑几个日子起草活动，办完归档后这里显示已办。"
        actions={
          <>
            <Button onClick={go(year - 1)}>{year - 1}年</Button>
            <Button onClick={go(year + 1)}>{year + 1}年</Button>
          </>
        }
      />
      <section className="panel" aria-label={`${year}年的卫生日`}>
        <h2>{year}年</h2>
        <QueryView query={query}>
          {({ items }) => (
            <Table<HealthDay>
              rowKey="name"
              size="middle"
              columns={columnsOf(staffMay(roles, 'lecture.create'))}
              dataSource={items}
              pagination={false}
            />
          )}
        </QueryView>
      </section>
      <FiguresPanel year={year} />
    </>
  );
}
