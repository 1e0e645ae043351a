import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { policyTable } from '@linkang/shared/api/policy';
import { staffMay } from '@linkang/shared/api/policy';
import { Link } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';
import { useToday } from '../../api/use-today';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, todayDay } from '../../components/words';
import './today-page.css';
import { TodaySessions } from './today-sessions';

type Today = CallReply<NoticeRoutes['today']>;

interface Figure {
  name: string;
  value: number;
  unit: string;
  to: string;
  route: keyof typeof policyTable;
  /** Somebody has to do something about it. */
  urgent: boolean;
  /** What makes it worse. */
  note?: string;
  /** Whether it is left out where there is nothing. */
  onlyIfAny?: true;
}

const tasksNote = ({ tasksUrgent, tasksOverdue }: Today): Pick<Figure, 'note'> => {
  const parts = [
    ...(tasksUrgent > 0 ? [`${tasksUrgent} 件今天就要办`] : []),
    ...(tasksOverdue > 0 ? [`${tasksOverdue} 件已超期`] : []),
  ];
  return parts.length > 0 ? { note: parts.join('，') } : {};
};

const figuresOf = (today: Today): Figure[] => [
  {
    name: '待办任务（一周内）',
    value: today.tasksDue,
    unit: '件',
    to: '/tasks',
    route: 'task.list',
    urgent: today.tasksUrgent + today.tasksOverdue > 0,
    ...tasksNote(today),
  },
  {
    name: '今天预约',
    value: today.sessions.reduce((sum, session) => sum + session.booked, 0),
    unit: '人次',
    to: `/sessions?fromDay=${today.day}&toDay=${today.day}`,
    route: 'session.bookings',
    urgent: false,
  },
  {
    name: '待审核签约',
    value: today.contractsPending,
    unit: '份',
    to: '/contracts?status=pendingReview',
    route: 'contract.list',
    urgent: today.contractsPending > 0,
  },
  {
    name: '待电话通知',
    value: today.callsToMake,
    unit: '人',
    to: '/phone-list',
    route: 'notice.calls',
    urgent: today.callsToMake > 0,
  },
  {
    name: '紧急查看待复核',
    value: today.emergenciesOpen,
    unit: '次',
    to: '/emergencies',
    route: 'emergency.list',
    urgent: today.emergenciesOpen > 0,
    ...(today.emergenciesOverdue > 0 ? { note: `其中 ${today.emergenciesOverdue} 次已超期` } : {}),
  },
  {
    name: '将举行讲座',
    value: today.lecturesComing,
    unit: '场',
    to: '/lectures',
    route: 'lecture.create',
    urgent: false,
  },
  {
    name: '文章草稿',
    value: today.articleDrafts,
    unit: '篇',
    to: '/articles?state=draft',
    route: 'article.create',
    urgent: false,
  },
  {
    name: '内容未通过检测',
    value: today.contentsRefused,
    unit: '条',
    to: '/articles?state=published',
    route: 'article.create',
    urgent: true,
    note: '居民看不到，请修改',
    onlyIfAny: true,
  },
];

/** Everybody sees how the house stands; emergencies and tasks only those who look after them. */
const figuresFor = (today: Today, roles: readonly string[]): Figure[] =>
  figuresOf(today).filter(
    ({ route, onlyIfAny, value }) =>
      (!['emergency.list', 'task.list'].includes(route) || staffMay(roles, route)) && (!onlyIfAny || value > 0),
  );

function FigureCard({ figure, roles }: { figure: Figure; roles: readonly string[] }) {
  const content = (
    <>
      <span>{figure.name}</span>
      <strong>
        {figure.value} <small>{figure.unit}</small>
      </strong>
      {figure.note && <span className="figure-note">{figure.note}</span>}
    </>
  );
  const className = figure.urgent ? 'figure figure-urgent' : 'figure';
  if (!staffMay(roles, figure.route)) return <div className={className}>{content}</div>;
  return (
    <Link className={className} to={figure.to}>
      {content}
    </Link>
  );
}

/** Home of the console: what today brings and what waits for somebody. */
export function TodayPage() {
  const roles = useAccount()?.roles ?? [];
  const query = useToday();
  return (
    <>
      <PageHeader title="今天" note={dayText(query.data?.day ?? todayDay())} />
      <QueryView query={query}>
        {(today) => (
          <>
            <div className="figures">
              {figuresFor(today, roles).map((figure) => (
                <FigureCard key={figure.name} figure={figure} roles={roles} />
              ))}
            </div>
            <section className="panel" aria-labelledby="today-sessions">
              <h2 id="today-sessions">今天的场次</h2>
              <TodaySessions sessions={today.sessions} linked={staffMay(roles, 'session.bookings')} />
            </section>
          </>
        )}
      </QueryView>
    </>
  );
}
