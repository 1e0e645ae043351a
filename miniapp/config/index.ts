import path from 'node:path';
import { defineConfig, type UserConfigExport } from '@tarojs/cli';
import { WorkerPlugin } from './web/worker-plugin';

const root = path.resolve(__dirname, '../..');
const isH5 = process.env.TARO_ENV === 'h5';

/** Sources outside `src/` that need Babel for the old browsers that we serve; Taro wants plain path strings. */
const transpiled = [path.join(root, 'shared/src'), path.join(root, 'node_modules/zustand')];

/** npm may install this one below miniapp/ and the packages that ask for it at the root: it is named by its place. */
const reactPlugin = path.dirname(require.resolve('@tarojs/plugin-framework-react/package.json'));

const noCssModules = { enable: false, config: { namingPattern: 'module' as const, generateScopedName: '[local]' } };

export default defineConfig<'webpack5'>(async () => {
  const config: UserConfigExport<'webpack5'> = {
    projectName: 'linkang',
    date: '2026-11-22',
    // One px in our stylesheets is one point on a phone 375 points wide.
    designWidth: 375,
    deviceRatio: { 375: 2, 750: 1 },
    sourceRoot: 'src',
    outputRoot: isH5 ? 'dist/h5' : 'dist/weapp',
    plugins: [path.join(__dirname, 'aria/plugin.cjs')],
    env: {
      TARO_APP_API_BASE: JSON.stringify(process.env.TARO_APP_API_BASE ?? 'http://127.0.0.1:3000/api/v1'),
      TARO_APP_SPEECH_PLUGIN: JSON.stringify(process.env.TARO_APP_SPEECH_PLUGIN ?? ''),
    },
    copy: { patterns: [], options: {} },
    framework: 'react',
    compiler: 'webpack5',
    cache: { enable: false },
    alias: {
      '@': path.resolve(__dirname, '../src'),
      '@linkang/shared': path.join(root, 'shared/src'),
      '@tarojs/plugin-framework-react': reactPlugin,
    },
    mini: {
      compile: { include: transpiled },
      optimizeMainPackage: { enable: true },
      postcss: { pxtransform: { enable: true, config: {} }, cssModules: noCssModules },
    },
    h5: {
      publicPath: '/',
      staticDirectory: 'static',
      compile: { include: transpiled },
      router: { mode: 'hash' },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[chunkhash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[chunkhash:8].css',
      },
      postcss: { autoprefixer: { enable: true, config: {} }, cssModules: noCssModules },
      webpackChain(chain) {
        chain.performance.hints(false);
        // What several pages need stands in files of its own, once. Many small ones would make the list of pages' files,
        // which every visit loads, longer than they save.
        chain.optimization.splitChunks({
          chunks: 'all',
          minSize: 20_000,
          maxAsyncRequests: 4,
          hidePathInfo: true,
          cacheGroups: { defaultVendors: false, default: { minChunks: 2, reuseExistingChunk: true } },
        });
        // Of the list of clients only those that a page names are taken.
        chain.module
          .rule('clients')
          .test(/api[\\/]clients\.ts$/)
          .set('sideEffects', false);
        chain.plugin('worker').use(WorkerPlugin);
        // `STATS=1`: maps beside the files, for those who ask what is in them.
        if (process.env.STATS) chain.devtool('source-map');
      },
    },
  };
  return config;
});
