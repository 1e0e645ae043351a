const isH5 = process.env.TARO_ENV === 'h5';
/** The living page of all parts is for those who work on them: no resident's phone gets it. */
const hasParts = process.env.NODE_ENV === 'development' || process.env.TARO_APP_PARTS === '1';
const speechPlugin = process.env.TARO_APP_SPEECH_PLUGIN;

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/book/index', 'pages/learn/index', 'pages/mine/index', 'pages/missing/index'],
  subPackages: [
    { root: 'packages/auth', pages: ['pages/sign-in/index', 'pages/phone/index'] },
    {
      root: 'packages/resident',
      pages: [
        'pages/register/index',
        'pages/profile/index',
        'pages/privacy/index',
        'pages/claim/index',
        'pages/consents/index',
        'pages/child/index',
      ],
    },
    {
      root: 'packages/contract',
      pages: ['pages/overview/index', 'pages/teams/index', 'pages/team/index', 'pages/sign/index', 'pages/plan/index'],
    },
    {
      root: 'packages/booking',
      pages: [
        'pages/sessions/index',
        'pages/confirm/index',
        'pages/done/index',
        'pages/list/index',
        'pages/detail/index',
        'pages/arrive/index',
        'pages/waiting/index',
        'pages/yearly/index',
      ],
    },
    { root: 'packages/lecture', pages: ['pages/detail/index', 'pages/arrive/index', 'pages/subscribe/index'] },
    { root: 'packages/article', pages: ['pages/detail/index', 'pages/shelf/index'] },
    { root: 'packages/proxy', pages: ['pages/family/index', 'pages/ask/index', 'pages/guardians/index'] },
    { root: 'packages/doctor', pages: ['pages/list/index', 'pages/detail/index'] },
    { root: 'packages/notice', pages: ['pages/list/index'] },
    { root: 'packages/measurement', pages: ['pages/list/index', 'pages/enter/index'] },
    { root: 'packages/rights', pages: ['pages/trail/index', 'pages/data/index', 'pages/corrections/index'] },
    { root: 'packages/physical', pages: ['pages/list/index', 'pages/report/index'] },
    { root: 'packages/followup', pages: ['pages/overview/index'] },
    { root: 'packages/record', pages: ['pages/mine/index'] },
    { root: 'packages/prescription', pages: ['pages/list/index', 'pages/detail/index'] },
    { root: 'packages/look', pages: ['pages/choose/index'] },
    { root: 'packages/quiz', pages: ['pages/practice/index', 'pages/contest/index'] },
    ...(hasParts ? [{ root: 'packages/parts', pages: ['pages/all/index'] }] : []),
  ],
  window: {
    navigationBarBackgroundColor: '#0f5b50',
    navigationBarTextStyle: 'white',
    navigationBarTitleText: '邻康',
    backgroundColor: '#f7f2e8',
    // On H5 the page draws its own bar: Taro's has no roles.
    ...(isH5 ? { navigationStyle: 'custom' as const } : {}),
  },
  tabBar: {
    // Drawn by components/tab-bar; the list below only names the tab pages.
    custom: true,
    color: '#3e4a46',
    selectedColor: '#0f5b50',
    backgroundColor: '#fffdf8',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/book/index', text: '预约' },
      { pagePath: 'pages/learn/index', text: '学健康' },
      { pagePath: 'pages/mine/index', text: '我的' },
    ],
  },
  // WeChat's own plugin for speech; it has to be added to the mini-program first (docs/go-live.md).
  ...(!isH5 && speechPlugin
    ? { plugins: { WechatSI: { version: speechPlugin, provider: 'wx069ba97219f66d99' } } }
    : {}),
  lazyCodeLoading: 'requiredComponents',
  __usePrivacyCheck__: true,
});
