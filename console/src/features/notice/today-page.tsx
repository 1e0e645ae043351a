import type { NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { policyTable } from '@linkang/shared/api/policy';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { noticeApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, todayDay } from '../../components/words';
import './today-page.css';
import { TodaySessions } from './today-sessions';

const REFRESH_MS = 60_000;

type Today = CallReply<NoticeRoutes['today']>;

interface Figure {
  name: string;
  value: number;
  unit: string;
  to: string;
  route: keyof typeof policyTable;
  /** Somebody has to do something about it. */
  urgent: boolean;
}

const figuresOf = (today: Today): Figure[] => [
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
];

/** Everybody sees how the house stands; what was opened in an emergency only those who review it. */
const figuresFor = (today: Today, roles: readonly string[]): Figure[] =>
  figuresOf(today).filter(({ route }) => route !== 'emergency.list' || staffMay(roles, route));

function FigureCard({ figure, roles }: { figure: Figure; roles: readonly string[] }) {
  const content = (
    <>
      <span>{figure.name}</span>
      <strong>
        {figure.value} <small>{figure.unit}</small>
      </strong>
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
  const query = useQuery({ queryKey: ['today'], queryFn: () => noticeApi.today({}), refetchInterval: REFRESH_MS });
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
