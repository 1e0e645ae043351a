import type { Page } from 'playwright-core';
import type { Things } from './page-things';
import { followRequests, untilQuiet } from './page-quiet';
import { PASSWORD, SIGN_IN, tap, visible } from './pages';

/** A page as one person finds it. */
export interface PageRow {
  name: string;
  app: 'phone' | 'console';
  /** Who looks: a name on the sign-in page of the demo, or a user of the console; nobody is signed in without. */
  as?: string;
  address: (things: Things) => string;
  /** A text that only the finished page shows. */
  shows: string | RegExp;
  /** Taps that lead to the state which is looked at. */
  act?: (page: Page, things: Things) => Promise<void>;
}

const UNKNOWN = '0123456789abcdef01234567';
const WANG = '王大爷';
const LI = '李阿姨';
const CHEN = '陈女士';
const MOTHER = '陈女士的母亲';

const search = (words: string) => async (page: Page) => {
  await visible(page.getByRole('searchbox')).fill(words);
  await tap(page, '搜索');
};
const openPerson = (page: Page): Promise<void> => tap(page, /为谁办/);

const phone = (
  name: string,
  as: string | undefined,
  address: PageRow['address'],
  shows: PageRow['shows'],
): PageRow => ({
  name,
  app: 'phone',
  ...(as === undefined ? {} : { as }),
  address,
  shows,
});

const phoneRows: PageRow[] = [
  phone('home-signed-out', undefined, () => '/pages/home/index', '我们在哪里'),
  phone('mine-signed-out', undefined, () => '/pages/mine/index', '登录后就能'),
  phone('sign-in', undefined, () => SIGN_IN, LI),
  {
    ...phone('sign-in-code', undefined, () => SIGN_IN, LI),
    act: async (page) => {
      await visible(page.getByLabel('手机号')).fill(`137${String(Date.now() % 1e8).padStart(8, '0')}`);
      await tap(page, '获取验证码');
      await visible(page.getByLabel('短信验证码')).waitFor();
    },
  },
  phone('sign-in-phone', CHEN, () => '/packages/auth/pages/phone/index', '获取验证码'),
  phone('booking-signed-out', undefined, ({ booking }) => `/packages/booking/pages/detail/index?id=${booking}`, /登录/),
  phone('register', LI, () => '/packages/resident/pages/register/index', '提交登记'),
  {
    ...phone('register-faults', LI, () => '/packages/resident/pages/register/index', '提交登记'),
    act: (page) => tap(page, '提交登记'),
  },
  phone('home', WANG, () => '/pages/home/index', '近期讲座'),
  phone('book', WANG, () => '/pages/book/index', '全科门诊'),
  phone('learn', WANG, () => '/pages/learn/index', /分钟读完/),
  { ...phone('learn-found', WANG, () => '/pages/learn/index', /分钟读完/), act: search('高血压') },
  { ...phone('learn-nothing', WANG, () => '/pages/learn/index', /分钟读完/), act: search('飞船') },
  {
    ...phone('learn-lectures', WANG, () => '/pages/learn/index', /分钟读完/),
    act: (page) =>
      visible(page.getByRole('tab', { name: '讲座' }).or(page.getByRole('radio', { name: '讲座' }))).click(),
  },
  phone('mine', WANG, () => '/pages/mine/index', /身份证 /),
  phone('look', WANG, () => '/packages/look/pages/choose/index', '看看这样清楚吗？'),
  {
    ...phone('look-contrast', WANG, () => '/packages/look/pages/choose/index', '看看这样清楚吗？'),
    act: (page) => visible(page.getByRole('switch', { name: /黑白分明/ })).click(),
  },
  phone('sessions', WANG, () => '/packages/booking/pages/sessions/index?service=gp', /余\d+号/),
  phone('sessions-physical', WANG, () => '/packages/booking/pages/sessions/index?service=senior-physical', '65岁'),
  phone('confirm', WANG, ({ session }) => `/packages/booking/pages/confirm/index?session=${session}`, '确认预约'),
  phone('done', WANG, ({ booking }) => `/packages/booking/pages/done/index?id=${booking}`, '看我的预约'),
  phone('bookings', WANG, () => '/packages/booking/pages/list/index', '已预约'),
  phone('booking', WANG, ({ booking }) => `/packages/booking/pages/detail/index?id=${booking}`, '取消预约'),
  {
    ...phone('booking-cancel', WANG, ({ booking }) => `/packages/booking/pages/detail/index?id=${booking}`, '取消预约'),
    act: (page) => tap(page, '取消预约'),
  },
  phone('booking-missing', WANG, () => `/packages/booking/pages/detail/index?id=${UNKNOWN}`, '找不到这个内容'),
  phone('contract', WANG, () => '/packages/contract/pages/overview/index', '已签约'),
  phone('plan', WANG, () => '/packages/contract/pages/plan/index', '该做的'),
  phone('plan-none', CHEN, () => '/packages/contract/pages/plan/index', '签约后，计划写在这里'),
  phone('contract-ending', MOTHER, () => '/packages/contract/pages/overview/index', '续签'),
  {
    ...phone('contract-renew', MOTHER, () => '/packages/contract/pages/overview/index', '续签'),
    act: async (page) => {
      await tap(page, '续签');
      await page.getByText('第1步，共3步：看协议').filter({ visible: true }).waitFor();
    },
  },
  {
    ...phone('contract-transfer', WANG, () => '/packages/contract/pages/overview/index', '已签约'),
    act: (page) => tap(page, '换团队'),
  },
  phone('teams', WANG, () => '/packages/contract/pages/teams/index', '组长'),
  phone('team', WANG, ({ team }) => `/packages/contract/pages/team/index?id=${team}`, '团队里的人'),
  phone('sign', WANG, ({ team }) => `/packages/contract/pages/sign/index?teamId=${team}`, '下一步：选服务'),
  {
    ...phone('sign-draw', WANG, ({ team }) => `/packages/contract/pages/sign/index?teamId=${team}`, '下一步：选服务'),
    act: async (page) => {
      await visible(page.getByRole('checkbox')).click();
      await tap(page, '下一步：选服务');
      await tap(page, '下一步：签名');
    },
  },
  phone('article', WANG, ({ article }) => `/packages/article/pages/detail/index?id=${article}`, '文章是健康常识'),
  phone(
    'article-pictures',
    WANG,
    ({ pictures }) => `/packages/article/pages/detail/index?id=${pictures}`,
    '文章是健康常识',
  ),
  {
    ...phone('article-search', WANG, () => '/pages/learn/index', /分钟读完/),
    act: async (page) => {
      await search('老人血压高怎么办')(page);
      await visible(page.getByText(/找到\d+篇/)).waitFor();
    },
  },
  {
    ...phone(
      'article-largest',
      WANG,
      ({ article }) => `/packages/article/pages/detail/index?id=${article}`,
      '文章是健康常识',
    ),
    act: (page) => visible(page.getByRole('radio', { name: '特大字' })).click(),
  },
  phone('reading', WANG, () => '/packages/article/pages/shelf/index', '65岁免费体检：查什么，怎么准备'),
  {
    ...phone('reading-history', WANG, () => '/packages/article/pages/shelf/index', '65岁免费体检：查什么，怎么准备'),
    act: (page) => visible(page.getByRole('radio', { name: '看过' })).click(),
  },
  phone('reading-signed-out', undefined, () => '/packages/article/pages/shelf/index', '登录后能看到收藏和看过的文章'),
  phone('article-missing', undefined, () => `/packages/article/pages/detail/index?id=${UNKNOWN}`, '找不到这个内容'),
  phone('lecture', WANG, ({ lecture }) => `/packages/lecture/pages/detail/index?id=${lecture}`, '主讲'),
  phone('lecture-mine', WANG, () => '/packages/lecture/pages/detail/index?id=demo-activity-talk', '不满意'),
  phone('lecture-code-wrong', WANG, () => '/packages/lecture/pages/arrive/index?id=x', '这不是签到的码'),
  phone('profile', WANG, () => '/packages/resident/pages/profile/index', '改电话和住址'),
  phone('privacy', WANG, () => '/packages/resident/pages/privacy/index', /版本 /),
  phone('family', MOTHER, () => '/packages/proxy/pages/family/index', '等您同意'),
  phone('family-children', CHEN, () => '/packages/proxy/pages/family/index', '陈小满'),
  phone('guardians', CHEN, ({ child }) => `/packages/proxy/pages/guardians/index?child=${child}`, '陈晓岚（您）'),
  phone('child', CHEN, () => '/packages/resident/pages/child/index', '用什么证件登记'),
  {
    ...phone('child-faults', CHEN, () => '/packages/resident/pages/child/index', '用什么证件登记'),
    act: (page) => tap(page, '登记孩子'),
  },
  phone('measurements', WANG, () => '/packages/measurement/pages/list/index', '每一次'),
  phone('measurement-enter', WANG, () => '/packages/measurement/pages/enter/index', '身体很不舒服'),
  {
    ...phone('measurement-result', WANG, () => '/packages/measurement/pages/enter/index', '身体很不舒服'),
    act: async (page) => {
      await visible(page.getByLabel(/^高压/)).fill('182');
      await visible(page.getByLabel(/^低压/)).fill('112');
      await tap(page, /^记下/);
      await visible(page.getByText('打120').first()).waitFor();
    },
  },
  phone('family-none', WANG, () => '/packages/proxy/pages/family/index', '我帮忙的家人'),
  phone('ask', WANG, () => '/packages/proxy/pages/ask/index', '提交申请'),
  {
    ...phone('ask-faults', WANG, () => '/packages/proxy/pages/ask/index', '提交申请'),
    act: (page) => tap(page, '提交申请'),
  },
  phone('home-family', CHEN, () => '/pages/home/index', '近期讲座'),
  { ...phone('person-switch', CHEN, () => '/pages/book/index', '全科门诊'), act: openPerson },
  phone('bookings-none', CHEN, () => '/packages/booking/pages/list/index', '现在没有预约'),
  {
    ...phone(
      'confirm-family',
      CHEN,
      ({ session }) => `/packages/booking/pages/confirm/index?session=${session}`,
      '确认预约',
    ),
    act: (page) => visible(page.getByRole('switch', { name: /几个人一起约/ })).click(),
  },
  phone('wait', WANG, ({ full }) => `/packages/booking/pages/confirm/index?session=${full}`, '这一场约满了'),
  phone('waiting', MOTHER, ({ waiting }) => `/packages/booking/pages/waiting/index?id=${waiting}`, '候补第1位'),
  phone('bookings-waiting', MOTHER, () => '/packages/booking/pages/list/index', '在候补的'),
  phone('booking-offer', WANG, ({ calledOff }) => `/packages/booking/pages/detail/index?id=${calledOff}`, '就要这个号'),
  phone(
    'move',
    WANG,
    ({ booking }) => `/packages/booking/pages/sessions/index?service=gp&move=${booking}`,
    '选一个新时间',
  ),
  phone(
    'move-confirm',
    WANG,
    ({ booking, session }) => `/packages/booking/pages/confirm/index?session=${session}&move=${booking}`,
    '确认改到这个时间',
  ),
  phone('arrive-other-code', WANG, () => '/packages/booking/pages/arrive/index?code=1', '这不是报到的码'),
  phone('arrive-old-code', WANG, () => `/packages/booking/pages/arrive/index?code=${'0'.repeat(18)}`, '看我的预约'),
  phone('notices', WANG, () => '/packages/notice/pages/list/index', /约好了/),
  phone('lecture-news', WANG, () => '/packages/lecture/pages/subscribe/index', '有新活动告诉我'),
  phone('notices-none', CHEN, () => '/packages/notice/pages/list/index', '消息'),
  phone('doctors', WANG, () => '/packages/doctor/pages/list/index', '按服务预约'),
  phone('yearly', CHEN, () => '/packages/booking/pages/yearly/index', '谁去体检'),
  phone('yearly-booked', WANG, () => '/packages/booking/pages/yearly/index', '今年没有要约的体检'),
  {
    ...phone('doctor', WANG, () => '/packages/doctor/pages/list/index', '按服务预约'),
    act: (page) => tap(page, /^林静秋/),
  },
  phone('consents', WANG, () => '/packages/resident/pages/consents/index', /同意时间/),
  phone(
    'consents-child',
    CHEN,
    ({ child }) => `/packages/resident/pages/consents/index?child=${child}`,
    '我替陈小满同意的说明',
  ),
  phone('claim', LI, () => '/packages/resident/pages/claim/index', '办法一：用短信验证码'),
  {
    ...phone('claim-code', LI, () => '/packages/resident/pages/claim/index', '办法一：用短信验证码'),
    act: (page) => tap(page, /获取验证码/),
  },
  phone('claim-none', WANG, () => '/packages/resident/pages/claim/index', '现在没有要关联的档案'),
  phone('trail', WANG, () => '/packages/rights/pages/trail/index', '看了您的资料'),
  phone('my-data', WANG, () => '/packages/rights/pages/data/index', '申请注销账号'),
  phone('corrections', WANG, () => '/packages/rights/pages/corrections/index', '申请更正'),
  {
    ...phone('corrections-ask', WANG, () => '/packages/rights/pages/corrections/index', '申请更正'),
    act: (page) => press('申请更正')(page),
  },
  phone('follow-ups', WANG, () => '/packages/followup/pages/overview/index', '这些时候马上打120'),
  phone('follow-ups-none', CHEN, () => '/packages/followup/pages/overview/index', '现在没有慢病随访'),
  phone('reports', WANG, () => '/packages/physical/pages/list/index', /\d年体检报告/),
  phone('reports-none', CHEN, () => '/packages/physical/pages/list/index', '还没有体检报告'),
  {
    ...phone('report', WANG, () => '/packages/physical/pages/list/index', /\d年体检报告/),
    act: async (page) => {
      await visible(page.getByRole('button', { name: /\d年体检报告/ }).first()).click();
      await visible(page.getByText('要留意的')).waitFor();
    },
  },
  phone('record', WANG, () => '/packages/record/pages/mine/index', '药物过敏'),
  {
    ...phone('record-timeline', WANG, () => '/packages/record/pages/mine/index', '药物过敏'),
    act: (page) =>
      visible(page.getByRole('tab', { name: '服务记录' }).or(page.getByRole('radio', { name: '服务记录' }))).click(),
  },
  phone('record-none', CHEN, () => '/packages/record/pages/mine/index', '还没有健康档案'),
  phone('trail-none', CHEN, () => '/packages/rights/pages/trail/index', '还没有人看过您的档案'),
  phone('prescriptions', WANG, () => '/packages/prescription/pages/list/index', '医生给的'),
  phone('prescription', WANG, () => '/packages/prescription/pages/detail/index?code=HTN', '平时这样做'),
  phone('quiz', WANG, () => '/packages/quiz/pages/practice/index', '慢慢答，不计时'),
  {
    ...phone('quiz-paper', undefined, () => '/packages/quiz/pages/practice/index', '慢慢答，不计时'),
    act: async (page) => {
      await tap(page, '慢慢答，不计时');
      await visible(page.getByText('第1题，共10题')).waitFor();
    },
  },
  phone('contest', WANG, () => '/packages/quiz/pages/contest/index?id=demo-contest', /请留在这一页/),
];

const desk = (name: string, as: string | undefined, address: PageRow['address'], shows: PageRow['shows']): PageRow => ({
  ...phone(`console-${name}`, as, address, shows),
  app: 'console',
});
const press = (name: string | RegExp) => (page: Page) => visible(page.getByRole('button', { name })).click();

async function showClaim(page: Page, { claim }: Things): Promise<void> {
  await page.getByLabel('居民手机上的关联号').fill(claim);
  await press(/^查\s?找$/)(page);
  await visible(page.getByText('核对身份证')).waitFor();
}
const searchAtDesk = (words: string, shows: string | RegExp) => async (page: Page) => {
  await page.getByLabel('身份证号、手机号或姓名').fill(words);
  await page.keyboard.press('Enter');
  await visible(page.getByText(shows)).waitFor();
};
const openFollowUps = async (page: Page, name: RegExp): Promise<void> => {
  await visible(page.getByRole('link', { name })).click();
  await visible(page.getByText('随访记录')).waitFor();
};
const findAtDesk = (name: string) => searchAtDesk(name, /不归您负责|核对身份后/);

const consoleRows: PageRow[] = [
  desk('sign-in', undefined, () => '/sign-in', '用户名'),
  desk('today', 'director', () => '/today', '今天'),
  desk('sessions', 'director', () => '/sessions', '全科门诊'),
  { ...desk('session-open', 'director', () => '/sessions', '全科门诊'), act: press('开放场次') },
  desk('session', 'director', ({ bookedSession }) => `/sessions/${bookedSession}`, /\*|号/),
  desk('session-missing', 'director', () => `/sessions/${UNKNOWN}`, /没有|找不到|不存在/),
  desk('contracts', 'director', () => '/contracts', '签约审核'),
  desk('contract', 'director', () => '/contracts?status=active', '签约审核'),
  desk('contracts-ending', 'director', () => '/contracts?status=ending', '签约审核'),
  { ...desk('contract-detail', 'director', () => '/contracts?status=ending', /续签|新签/), act: press(/^查看 /) },
  { ...desk('contract-on-site', 'director', () => '/contracts', '签约审核'), act: press('现场签约') },
  desk('articles', 'editor', () => '/articles', '健康文章'),
  desk('article', 'editor', () => '/articles/new', '标题'),
  desk('article-edit', 'editor', ({ article }) => `/articles/${article}`, '标题'),
  { ...desk('article-preview', 'editor', ({ article }) => `/articles/${article}`, '标题'), act: press(/预览/) },
  desk('article-versions', 'editor', ({ article }) => `/articles/${article}/versions`, '居民正在看'),
  desk('article-reviews', 'doctor', () => '/article-reviews', '文章审核'),
  desk('article-review', 'doctor', ({ article }) => `/article-reviews/${article}`, '全文'),
  desk('settings-articles', 'director', () => '/settings/articles', '健康文章发布前的审核'),
  desk('lectures', 'editor', () => '/lectures', '讲座'),
  desk('lecture', 'editor', () => '/lectures/new', '主讲'),
  desk('lecture-shown', 'editor', ({ lecture }) => `/lectures/${lecture}`, '主讲'),
  desk('lecture-attendance', 'nurse', () => '/lectures/demo-activity-talk/attendance', '没报名，直接来的'),
  desk('lecture-code', 'nurse', ({ lecture }) => `/lectures/${lecture}/code`, '没有手机请找工作人员登记'),
  desk('lecture-record', 'editor', () => '/lectures/demo-activity-talk/record', '活动档案还缺'),
  desk('lecture-record-done', 'nurse', () => '/lectures/demo-activity-clinic/record', '已归档'),
  desk('health-days', 'editor', () => '/health-days', '世界慢阻肺日'),
  desk('lecture-drafted', 'editor', () => '/lectures/new?kind=THEME_DAY&healthDay=世界慢阻肺日&day=2027-11-17', '主讲'),
  desk('announcements', 'director', () => '/announcements', '公告'),
  { ...desk('announcement', 'director', () => '/announcements', '公告'), act: press('写公告') },
  desk('forbidden', 'editor', () => '/staff', '您的账号不能使用这一页'),
  desk('missing', 'director', () => '/nowhere', '没有这一页'),
  desk('desk', 'desk', () => '/desk', '前台'),
  desk('arrivals', 'desk', () => '/arrivals', '今日到诊'),
  desk('teams', 'admin', () => '/teams', '社区与团队'),
  desk('staff', 'admin', () => '/staff', '员工账号'),
  { ...desk('staff-add', 'admin', () => '/staff', '员工账号'), act: press('添加员工') },
  { ...desk('session-suspend', 'desk', ({ session }) => `/sessions/${session}`, '名单共'), act: press(/^停\s?诊$/) },
  { ...desk('session-capacity', 'desk', ({ session }) => `/sessions/${session}`, '名单共'), act: press('改名额') },
  { ...desk('session-extra', 'desk', ({ session }) => `/sessions/${session}`, '名单共'), act: press(/^加\s?号$/) },
  desk('screen', 'desk', () => '/screen', /候诊/),
  desk('entrance', 'desk', () => '/entrance', '没有手机也没关系'),
  desk('day-sheets', 'desk', () => '/day-sheets', '离线名单'),
  desk('phone-list', 'desk', () => '/phone-list', '待打电话'),
  desk('phone-list-told', 'desk', () => '/phone-list?state=told&topic=offer', '还没有打过电话'),
  desk('absences', 'desk', () => '/absences', '这段时间没有要核实的人'),
  desk('deliveries', 'desk', () => '/deliveries', '没有这样的消息'),
  desk('deliveries-no-permission', 'desk', () => '/deliveries?state=noPermission', '居民没有同意接收'),
  { ...desk('password', 'admin', () => '/staff', '员工账号'), act: press('修改密码') },
  desk('staff-import', 'admin', () => '/staff/import', '批量导入'),
  desk('rooms', 'admin', () => '/rooms', '诊室'),
  desk('doctors', 'admin', () => '/doctors', '医生'),
  desk('my-profile', 'doctor', () => '/my-profile', '我的介绍'),
  desk('board', 'director', () => '/board', '出诊一览'),
  desk('schedule', 'director', () => '/schedule', '排班模板'),
  desk('schedule-preview', 'director', () => '/schedule/preview', '排班预览'),
  desk('closed-days', 'director', () => '/closed-days', '休息日与调休'),
  desk('settings-centre', 'admin', () => '/settings/centre', '中心信息'),
  desk('settings-services', 'admin', () => '/settings/services', '服务项目'),
  desk('settings-booking', 'admin', () => '/settings/booking', '预约规则'),
  desk('settings-packages', 'admin', () => '/settings/packages', '服务包'),
  desk('settings-texts', 'admin', () => '/settings/texts', '协议与同意书'),
  desk('times', 'director', () => '/times', '候诊用时'),
  desk('audits', 'director', () => '/audits', '审计记录'),
  {
    ...desk('audits-row', 'director', () => '/audits', /查看审计记录/),
    act: (page) => visible(page.getByRole('button', { name: '更多' })).click(),
  },
  desk('settings-text', 'admin', () => '/settings/texts/agreement', '协议'),
  desk('building-day', 'desk', () => '/building-days', '最近办理的'),
  {
    ...desk('building-day-people', 'desk', () => '/building-days', '最近办理的'),
    act: async (page) => {
      await page.getByRole('checkbox', { name: '只看今年没约过的' }).uncheck();
      await press('查找居民')(page);
      await visible(page.getByText(/找到 [1-9]\d* 人/)).waitFor();
    },
  },
  desk('building-day-run', 'desk', ({ run }) => `/building-days/${run}`, '没约上的原因'),
  desk('building-day-slips', 'desk', ({ run }) => `/building-days/${run}/slips`, '来之前请准备'),
  desk('building-day-cards', 'desk', ({ run }) => `/building-days/${run}/cards`, /到了中心，请/),
  desk('entrance', 'desk', () => '/entrance', '扫一扫，报到'),
  desk('claims', 'desk', () => '/claims', '居民手机上的关联号'),
  { ...desk('claim', 'desk', () => '/claims', '居民手机上的关联号'), act: (page, things) => showClaim(page, things) },
  desk('settings-proxies', 'admin', () => '/settings/proxies', '家人代办'),
  desk('settings-security', 'admin', () => '/settings/security', '登录安全'),
  desk('emergencies', 'auditor', () => '/emergencies', '没有这样的紧急查看'),
  desk('exports', 'health', () => '/exports', '申请导出'),
  desk('exports-decide', 'auditor', () => '/exports', '导出名单'),
  desk('imports', 'admin', () => '/imports', '最近上传的表格'),
  desk('imports-no-right', 'director', () => '/imports', '没有导入档案的权限'),
  desk('staff-auditor', 'auditor', () => '/staff', '员工账号'),
  desk('today-health', 'health', () => '/today', '今天'),
  { ...desk('otp', 'admin', () => '/staff', '员工账号'), act: press('动态验证') },
  { ...desk('desk-limited', 'desk', () => '/desk', '前台'), act: findAtDesk('王建') },
  desk('corrections', 'health', () => '/corrections', '更正申请'),
  desk('merges', 'health', () => '/merges', '查第一份档案'),
  desk('alerts', 'director', () => '/alerts', '王*国'),
  { ...desk('alert', 'director', () => '/alerts', '王*国'), act: press(/^处理：/) },
  {
    ...desk('measurements', 'director', () => '/alerts', '王*国'),
    act: async (page) => {
      await press(/^处理：/)(page);
      await page.getByRole('link', { name: '看以前的读数' }).click();
      await page.getByRole('heading', { name: '提醒线' }).waitFor();
    },
  },
  desk('screenings', 'nurse', () => '/screenings', '疑似新病例（没有档案的）'),
  {
    ...desk('screening', 'nurse', () => '/screenings', '疑似新病例（没有档案的）'),
    act: async (page) => {
      await page.getByLabel('地点').fill('桂花里广场');
      await page.getByLabel('工作人员').fill('何静');
      await press('开始')(page);
      await page.getByLabel('年龄').fill('66');
      await page.getByLabel('男', { exact: true }).check();
      await page.getByLabel('高压').fill('152');
      await page.getByLabel('低压').fill('94');
      await page.keyboard.press('Enter');
      await page.getByText('告诉他：').waitFor();
    },
  },
  { ...desk('desk-new-child', 'desk', () => '/desk', '前台'), act: searchAtDesk('X320101009', '没有找到，为居民建档') },
  { ...desk('desk-child', 'desk', () => '/desk', '前台'), act: searchAtDesk('X320101001', '补登身份证号') },
  desk('follow-ups', 'doctor', () => '/follow-ups?status=due', '王建国'),
  desk('follow-ups-figures', 'doctor', () => '/follow-ups/figures', '规范管理率'),
  {
    ...desk('follow-ups-person', 'doctor', () => '/follow-ups?status=due', '王建国'),
    act: (page) => openFollowUps(page, /随访：王建国/),
  },
  {
    ...desk('follow-ups-form', 'doctor', () => '/follow-ups?status=due', '王建国'),
    act: async (page) => {
      await openFollowUps(page, /随访：王建国/);
      await press('记一次随访')(page);
      await visible(page.getByLabel(/^收缩压/)).fill('182');
    },
  },
  desk('plans', 'director', () => '/plans', '这些数怎么算的'),
  desk('plans-all', 'director', () => '/plans?state=all', /王\*/),
  desk('households', 'director', () => '/households?community=community-1', /1号楼/),
  { ...desk('teams-cell', 'admin', () => '/teams', '网格（分片包干）'), act: press('添加网格') },
  desk('tasks', 'director', () => '/tasks', '王*英'),
  {
    ...desk('task', 'director', () => '/tasks', '王*英'),
    act: async (page) => {
      await visible(page.getByRole('button', { name: '打开：王*英 复查' })).click();
      await visible(page.getByText('复查量了多少')).waitFor();
    },
  },
  desk('records', 'director', () => '/records', '档案使用率'),
  desk('record', 'director', ({ record }) => `/records/${record}`, '药物过敏史'),
  {
    ...desk('record-entry', 'director', ({ record }) => `/records/${record}`, '药物过敏史'),
    act: press('修改既往疾病'),
  },
  { ...desk('record-close', 'director', ({ record }) => `/records/${record}`, '药物过敏史'), act: press('终止档案') },
  {
    ...desk('record-versions', 'director', ({ record }) => `/records/${record}`, '药物过敏史'),
    act: (page) => visible(page.getByRole('tab', { name: '历次版本' })).click(),
  },
  {
    ...desk('record-household', 'director', ({ record }) => `/records/${record}`, '药物过敏史'),
    act: (page) => visible(page.getByRole('tab', { name: '家庭成员' })).click(),
  },
  { ...desk('desk-emergency', 'doctor', () => '/desk', '前台'), act: findAtDesk('王秀英') },
  desk('physicals', 'nurse', () => '/physicals', '扫居民的报到码或报到卡'),
  desk('physical-vitals', 'nurse', ({ physical }) => `/physicals/${physical}?station=vitals`, '左臂高压'),
  desk('physical-questions', 'nurse', ({ physical }) => `/physicals/${physical}?station=questions`, '生活自理能力'),
  desk('physical-examination', 'doctor', ({ physical }) => `/physicals/${physical}?station=examination`, '心脏听诊'),
  desk('physical-review', 'doctor', ({ physical }) => `/physicals/${physical}/review`, '医生小结'),
  desk('lab-import', 'nurse', () => '/lab-import', '选文件'),
  desk('education', 'editor', () => '/education', '印刷资料种类'),
  {
    ...desk('education-rows', 'editor', () => '/education', '宣传栏更换'),
    act: async (page) => {
      await page
        .getByRole('row', { name: /宣传栏更换/ })
        .getByRole('button')
        .click();
      await visible(page.getByText('1–2月')).waitFor();
    },
  },
  desk('education-boards', 'editor', () => '/education/boards', '候诊大厅宣传栏'),
  { ...desk('education-board-new', 'editor', () => '/education/boards', '候诊大厅宣传栏'), act: press('添加宣传栏') },
  desk('education-board', 'editor', () => '/education/boards/demo-board-1', '更换记录'),
  {
    ...desk('education-board-change', 'editor', () => '/education/boards/demo-board-1', '更换记录'),
    act: press('登记更换'),
  },
  desk('education-materials', 'editor', () => '/education/materials?sort=print', '高血压防治折页'),
  desk('education-films', 'editor', () => '/education/materials?sort=av', '八段锦教学'),
  desk('education-material', 'editor', () => '/education/materials/demo-print-2', '门诊和讲座发放'),
  {
    ...desk('education-hand-out', 'editor', () => '/education/materials/demo-print-2', '门诊和讲座发放'),
    act: async (page) => {
      await press('登记发放')(page);
      await page.getByLabel('份数').fill('9999');
      await page.getByLabel('在什么场合发').fill('义诊');
      await press('保存')(page);
      await visible(page.getByText('没有这么多份')).waitFor();
    },
  },
  desk('education-figures', 'editor', () => '/education/figures', '参加全部健康教育活动'),
  desk('health-prescriptions', 'doctor', () => '/health-prescriptions', '发放统计'),
  {
    ...desk('health-prescription', 'doctor', () => '/health-prescriptions', '发放统计'),
    act: press('审核或修改：冠心病'),
  },
  desk('health-prescriptions-person', 'doctor', ({ record }) => `/health-prescriptions/people/${record}`, '发过的'),
  {
    ...desk('health-prescription-paper', 'doctor', ({ record }) => `/health-prescriptions/people/${record}`, '发过的'),
    act: press('打印：高血压'),
  },
  desk('quiz-questions', 'doctor', () => '/quiz-questions', '从表格导入'),
  desk('quiz-contests', 'editor', () => '/quiz-contests', '桂花里社区健康知识竞赛'),
  desk('quiz-contest', 'editor', () => '/quiz-contests/demo-contest', '成绩和奖品'),
  desk('quiz-screen', 'editor', () => '/quiz-screen/demo-contest', /请打开小程序/),
];

/** Every page of both front ends. A new page is a row here: the screenshots and the test of all pages take it up. */
export const pageTable: readonly PageRow[] = [...phoneRows, ...consoleRows];

/** Signs a row's person in, in a window that nobody has used. */
export async function enter(page: Page, url: string, { app, as }: Pick<PageRow, 'app' | 'as'>): Promise<void> {
  if (app === 'console') {
    await page.goto(`${url}/console`);
    if (as === undefined) return;
    await page.getByLabel('用户名').fill(as);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();
    return;
  }
  await page.goto(`${url}/#${SIGN_IN}`);
  if (as === undefined) return;
  await tap(page, new RegExp(`^${as}(?!的)`));
  await page.waitForURL((address) => !address.href.includes('sign-in'));
}

/** Chooses the reading mode of the pages that are opened from now on, with letters and contrast as they are at first. */
export const setElderMode = (page: Page, isElder: boolean): Promise<void> =>
  page.evaluate((value) => {
    for (const name of ['text-size', 'contrast']) localStorage.removeItem(`linkang.${name}`);
    localStorage.setItem('linkang.elder-mode', JSON.stringify({ data: value }));
  }, String(isElder));

let opened = 0;

/** Opens a row's page anew and waits until it stands. */
export async function openRow(page: Page, url: string, row: PageRow, things: Things): Promise<void> {
  followRequests(page);
  opened += 1;
  const address = row.address(things);
  // Another query makes the browser load the mini-program anew, without the pages that were open before.
  await page.goto(row.app === 'phone' ? `${url}/?opened=${opened}#${address}` : `${url}/console${address}`);
  await visible(page.getByText(row.shows)).waitFor();
  await row.act?.(page, things);
  await untilQuiet(page);
}
