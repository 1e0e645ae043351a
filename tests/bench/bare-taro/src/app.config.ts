export default defineAppConfig({
  pages: ['pages/index/index'],
  window: { backgroundTextStyle: 'light', navigationBarTitleText: 'WeChat', navigationBarTextStyle: 'black' },
});
