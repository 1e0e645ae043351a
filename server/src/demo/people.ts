import type { PolicyRole } from '@linkang/shared/api/policy';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';

/** A resident of the demo. All of them are invented, their numbers too. */
export interface DemoPerson {
  /** The stub's login code. */
  code: string;
  /** How the sign-in page calls them. */
  name: string;
  /** What the sign-in page says after the age. */
  description: string;
  realName: string;
  idNumber: string;
  phone: string;
  birthDay: string;
  /** Whether a code to the phone signs them in. */
  signsInByPhone: boolean;
  /** Whether the seed registers them; the others show how to begin. */
  registered: boolean;
}

/** A member of staff of the demo. */
export interface DemoStaff {
  username: string;
  name: string;
  title: string;
  roles: readonly PolicyRole[];
  rights?: readonly StaffRight[];
  description: string;
}

/** The residents whom one can be in the demo. */
export const demoPeople: readonly DemoPerson[] = [
  {
    code: 'ok-chen',
    name: '陈女士',
    description: '上班，照顾母亲，替家里人留意体检和讲座',
    realName: '陈晓岚',
    idNumber: '110101198403120028',
    phone: '13800138001',
    birthDay: '1984-03-12',
    signsInByPhone: true,
    registered: true,
  },
  {
    code: 'ok-wang',
    name: '王大爷',
    description: '已签约家庭医生，有高血压，每月来复诊',
    realName: '王建国',
    idNumber: '110101195605200030',
    phone: '13800138002',
    birthDay: '1956-05-20',
    signsInByPhone: true,
    registered: true,
  },
  {
    code: 'ok-li',
    name: '李阿姨',
    description: '刚搬来的新居民，还没有登记',
    realName: '李秀兰',
    idNumber: '110101196002150040',
    phone: '13800138003',
    birthDay: '1960-02-15',
    signsInByPhone: false,
    registered: false,
  },
  {
    code: 'ok-ma',
    name: '陈女士的母亲',
    description: '不常用手机，让女儿陈女士帮着约',
    realName: '王秀英',
    idNumber: '110101195004080029',
    phone: '13800138001',
    birthDay: '1950-04-08',
    signsInByPhone: false,
    registered: true,
  },
];

/** The staff whom one can be in the demo. */
export const demoStaff: readonly DemoStaff[] = [
  {
    username: 'director',
    name: '周明远',
    title: '中心主任',
    roles: ['director'],
    description: '主任：审核签约，查看全中心的工作',
  },
  {
    username: 'doctor',
    name: '林静秋',
    title: '全科副主任医师',
    roles: ['doctor'],
    description: '家庭医生：审核本团队的签约，看当天的预约',
  },
  {
    username: 'nurse',
    name: '何静',
    title: '社区护士',
    roles: ['nurse'],
    description: '护士：安排场次，准备体检名单',
  },
  {
    username: 'desk',
    name: '孙小梅',
    title: '前台',
    roles: ['desk'],
    description: '前台：查预约，接待居民',
  },
  {
    username: 'editor',
    name: '许文',
    title: '健康宣教',
    roles: ['editor'],
    description: '宣教：写文章，办讲座',
  },
  {
    username: 'admin',
    name: '方志刚',
    title: '信息管理员',
    roles: ['admin'],
    rights: ['importRecords'],
    description: '管理员：添加员工账号，重置密码',
  },
  {
    username: 'health',
    name: '唐晓梅',
    title: '公卫医师',
    roles: ['publicHealth'],
    rights: ['massExport'],
    description: '公卫：体检、随访，看签约居民',
  },
  {
    username: 'auditor',
    name: '冯立',
    title: '审计员',
    roles: ['auditor'],
    description: '审计：复核紧急查看，看谁有哪些权限',
  },
];
