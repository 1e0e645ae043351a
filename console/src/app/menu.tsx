import {
  AlertOutlined,
  ApartmentOutlined,
  BankOutlined,
  AuditOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  ClusterOutlined,
  CoffeeOutlined,
  EditOutlined,
  ExperimentOutlined,
  ExportOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  HeartOutlined,
  FolderOpenOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  LinkOutlined,
  MedicineBoxOutlined,
  MergeCellsOutlined,
  MessageOutlined,
  NotificationOutlined,
  PhoneOutlined,
  ProfileOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  SettingOutlined,
  ShopOutlined,
  SmileOutlined,
  SolutionOutlined,
  ToolOutlined,
  TeamOutlined,
  TrophyOutlined,
  UnorderedListOutlined,
  UserDeleteOutlined,
} from '@ant-design/icons';
import type { policyTable } from '@linkang/shared/api/policy';
import { staffMay } from '@linkang/shared/api/policy';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { useToday } from '../api/use-today';
import { searchOf, useListMemories } from '../components/list-memory';
import { AlertBadge } from '../features/measurement/alert-badge';

interface MenuItem {
  path: string;
  name: string;
  /** After `g` it goes there: of the name's pinyin, where that is free. */
  letter?: string;
  icon: ReactNode;
  /** Who may call this route sees the page. */
  route: keyof typeof policyTable;
}

const items: readonly MenuItem[] = [
  { path: '/today', name: '今天', letter: 'j', icon: <HomeOutlined />, route: 'notice.today' },
  { path: '/desk', name: '前台', letter: 'q', icon: <IdcardOutlined />, route: 'resident.search' },
  { path: '/arrivals', name: '今日到诊', letter: 'd', icon: <CheckSquareOutlined />, route: 'session.day' },
  { path: '/sessions', name: '场次与预约', letter: 'c', icon: <CalendarOutlined />, route: 'session.create' },
  { path: '/contracts', name: '签约审核', letter: 'y', icon: <FileProtectOutlined />, route: 'contract.list' },
  { path: '/articles', name: '健康文章', letter: 'w', icon: <ReadOutlined />, route: 'article.create' },
  { path: '/lectures', name: '讲座和活动', letter: 'z', icon: <TeamOutlined />, route: 'lecture.record' },
  { path: '/announcements', name: '公告', letter: 'o', icon: <NotificationOutlined />, route: 'announcement.create' },
  { path: '/teams', name: '社区与团队', icon: <ApartmentOutlined />, route: 'team.create' },
  { path: '/staff', name: '员工账号', icon: <SettingOutlined />, route: 'staff.list' },
  { path: '/board', name: '出诊一览', letter: 'b', icon: <ScheduleOutlined />, route: 'session.overview' },
  { path: '/doctors', name: '医生', icon: <SmileOutlined />, route: 'doctor.create' },
  { path: '/rooms', name: '诊室', icon: <ShopOutlined />, route: 'centre.createRoom' },
  { path: '/schedule', name: '排班模板', icon: <FieldTimeOutlined />, route: 'schedule.templates' },
  { path: '/closed-days', name: '休息日与调休', icon: <CoffeeOutlined />, route: 'schedule.days' },
  { path: '/my-profile', name: '我的介绍', icon: <ProfileOutlined />, route: 'doctor.introduce' },
  { path: '/settings', name: '中心设置', icon: <ToolOutlined />, route: 'centre.saveCentre' },
  { path: '/phone-list', name: '电话通知单', letter: 'h', icon: <PhoneOutlined />, route: 'notice.calls' },
  { path: '/absences', name: '爽约核实', letter: 'n', icon: <UserDeleteOutlined />, route: 'booking.noShows' },
  { path: '/emergencies', name: '紧急查看复核', icon: <SafetyOutlined />, route: 'emergency.list' },
  { path: '/deliveries', name: '消息发送情况', icon: <MessageOutlined />, route: 'notice.deliveries' },
  { path: '/times', name: '候诊与预约用时', icon: <ClockCircleOutlined />, route: 'report.times' },
  { path: '/building-days', name: '整楼预约', letter: 'e', icon: <BankOutlined />, route: 'bulk.create' },
  { path: '/claims', name: '关联微信', letter: 'l', icon: <LinkOutlined />, route: 'claim.find' },
  { path: '/merges', name: '合并重复档案', icon: <MergeCellsOutlined />, route: 'merge.create' },
  { path: '/corrections', name: '更正申请', letter: 'x', icon: <EditOutlined />, route: 'correction.list' },
  { path: '/audits', name: '审计记录', icon: <AuditOutlined />, route: 'trail.search' },
  { path: '/follow-ups', name: '慢病随访', letter: 's', icon: <HeartOutlined />, route: 'followup.due' },
  { path: '/exports', name: '导出名单', icon: <ExportOutlined />, route: 'export.list' },
  { path: '/physicals', name: '体检', letter: 't', icon: <HeartOutlined />, route: 'physical.list' },
  { path: '/lab-import', name: '导入化验单', icon: <ExperimentOutlined />, route: 'physical.importLab' },
  { path: '/tasks', name: '待办任务', letter: 'r', icon: <UnorderedListOutlined />, route: 'task.list' },
  { path: '/alerts', name: '要紧读数', letter: 'u', icon: <AlertOutlined />, route: 'measurement.alerts' },
  { path: '/screenings', name: '血压血糖筛查', icon: <HeartOutlined />, route: 'screening.events' },
  { path: '/plans', name: '履约清单', letter: 'p', icon: <FileDoneOutlined />, route: 'plan.list' },
  { path: '/households', name: '分片居民', icon: <ClusterOutlined />, route: 'plan.households' },
  { path: '/imports', name: '导入档案', icon: <ImportOutlined />, route: 'import.list' },
  { path: '/article-reviews', name: '文章审核', letter: 'v', icon: <FileDoneOutlined />, route: 'article.reviews' },
  { path: '/records', name: '健康档案', letter: 'a', icon: <FolderOpenOutlined />, route: 'record.list' },
  { path: '/health-days', name: '卫生日计划', icon: <CalendarOutlined />, route: 'lecture.healthDays' },
  { path: '/education', name: '健康教育台账', icon: <SolutionOutlined />, route: 'education.year' },
  {
    path: '/health-prescriptions',
    name: '健康处方',
    icon: <MedicineBoxOutlined />,
    route: 'prescription.texts',
  },
  { path: '/quiz-contests', name: '知识竞赛', icon: <TrophyOutlined />, route: 'quiz.contests' },
  { path: '/quiz-questions', name: '竞赛题库', icon: <QuestionCircleOutlined />, route: 'quiz.questions' },
];

/** Whether these roles may see the page at a path. */
export function mayOpen(roles: readonly string[], pathname: string): boolean {
  const item = items.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return !item || staffMay(roles, item.route);
}

/** The letters that go to pages these roles open, in the order of the menu. */
export const goKeysFor = (roles: readonly string[]): { letter: string; name: string; path: string }[] =>
  items.flatMap(({ letter, name, path, route }) =>
    letter !== undefined && staffMay(roles, route) ? [{ letter, name, path }] : [],
  );

type Today = NonNullable<ReturnType<typeof useToday>['data']>;

interface Waits {
  count: number;
  /** How much of it for too long. */
  late: number;
  /** What follows the number in the sentence that is read out; begins with the word to count by. */
  words: string;
}

/** What waits behind some pages. */
const waiting: Readonly<Record<string, (today: Today) => Waits>> = {
  '/emergencies': ({ emergenciesOpen: count, emergenciesOverdue: late }) => ({ count, late, words: '次待复核' }),
  '/tasks': ({ tasksDue: count, tasksOverdue: late }) => ({ count, late, words: '件一周内要办' }),
  '/contracts': ({ contractsPending: count }) => ({ count, late: 0, words: '份待审核' }),
  '/phone-list': ({ callsToMake: count }) => ({ count, late: 0, words: '人待打电话' }),
  '/follow-ups': ({ followUpsOverdue: count }) => ({ count, late: count, words: '人该随访' }),
  '/corrections': ({ correctionsOpen: count, correctionsOverdue: late }) => ({ count, late, words: '件待答复' }),
  '/article-reviews': ({ articlesToReview: count }) => ({ count, late: 0, words: '篇待审核' }),
};

/** How much waits behind a page; read out as a sentence. */
function Waiting({ path }: { path: string }) {
  const waits = waiting[path];
  const { data } = useToday(waits !== undefined);
  if (!waits || !data) return null;
  const { count, late, words } = waits(data);
  if (count === 0) return null;
  return (
    <span className={late > 0 ? 'menu-badge menu-badge-late' : 'menu-badge'}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">
        {count} {words}
        {late > 0 && `，${late} ${words.slice(0, 1)}已超期`}
      </span>
    </span>
  );
}

/** The address of a page as the account left it: with the filter of its list. */
export function useLeftPaths(): (path: string) => string {
  const memories = useListMemories();
  return (path) => path + searchOf(memories[path.slice(1)]?.last ?? {});
}

/** The left menu: the pages that the account's roles open. */
export function MainMenu({ roles }: { roles: readonly string[] }) {
  const pathOf = useLeftPaths();
  return (
    <nav aria-label="主菜单" className="main-menu">
      <ul>
        {items
          .filter((item) => staffMay(roles, item.route))
          .map((item) => (
            <li key={item.path}>
              <NavLink to={pathOf(item.path)}>
                <span aria-hidden="true">{item.icon}</span>
                {item.name}
                <Waiting path={item.path} />
                {item.path === '/alerts' && <AlertBadge />}
              </NavLink>
            </li>
          ))}
      </ul>
    </nav>
  );
}
