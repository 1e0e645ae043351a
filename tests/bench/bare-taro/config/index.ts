// What `taro init` writes, without what only its dev server needs: the smallest program that Taro makes.
import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const isH5 = process.env.TARO_ENV === 'h5';

export default defineConfig<'webpack5'>({
  projectName: 'bare',
  date: '2026-11-23',
  designWidth: 750,
  deviceRatio: { 750: 1 },
  sourceRoot: 'src',
  outputRoot: isH5 ? 'dist/h5' : 'dist/weapp',
  framework: 'react',
  compiler: 'webpack5',
  cache: { enable: false },
  // The bench builds it below miniapp/dist, where npm's places for Taro's parts are found.
  alias: {
    '@tarojs/plugin-framework-react': path.dirname(require.resolve('@tarojs/plugin-framework-react/package.json')),
  },
  mini: {},
  h5: {
    publicPath: '/',
    staticDirectory: 'static',
    output: { filename: 'js/[name].[hash:8].js', chunkFilename: 'js/[name].[chunkhash:8].js' },
  },
});
