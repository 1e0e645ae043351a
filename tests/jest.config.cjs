const { existsSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

const swc = {
  jsc: {
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic' } },
    target: 'es2022',
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** The tests run on the sources of shared and server, so that a failure points into them. */
const sources = {
  '^@linkang/shared$': `${root}/shared/src/index.ts`,
  '^@linkang/shared/(.*)$': `${root}/shared/src/$1`,
  '^@linkang/server/(migrations|scripts)/(.*)$': `${root}/server/$1/$2`,
  '^@linkang/server/(.*)$': `${root}/server/src/$1`,
};

const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: root,
  roots: [`${root}/tests/${name}`],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testEnvironment: 'node',
  transform: { '\\.[jt]sx?$': ['@swc/jest', swc] },
  moduleNameMapper: sources,
  ...extra,
});

/** @type {import('jest').Config} */
module.exports = {
  rootDir: root,
  maxWorkers: 3,
  testTimeout: 60_000,
  globalSetup: `${__dirname}/support/global-setup.cjs`,
  globalTeardown: `${__dirname}/support/global-teardown.cjs`,
  reporters: ['default', `${__dirname}/support/summary-reporter.cjs`],
  projects: [
    project('domain'),
    project('wiring'),
    project('api'),
    project('faults'),
    project('miniapp', {
      testEnvironment: 'jsdom',
      setupFiles: [`${__dirname}/support/taro/environment.cjs`],
      // As Taro does for H5: `x.h5.tsx` stands in for `x.tsx`.
      moduleFileExtensions: ['h5.tsx', 'h5.ts', 'tsx', 'ts', 'js', 'cjs', 'mjs', 'json', 'node'],
      transformIgnorePatterns: ['/node_modules/(?!(@tarojs)/)'],
      moduleNameMapper: {
        '\\.(css|scss|png|jpg|svg)$': `${__dirname}/support/taro/empty.cjs`,
        '^@tarojs/components$': `${__dirname}/support/taro/components.tsx`,
        '^@tarojs/taro$': `${__dirname}/support/taro/taro.ts`,
        '^@/(.*)$': `${root}/miniapp/src/$1`,
        ...sources,
      },
    }),
    project('weapp', { testEnvironment: 'jsdom' }),
    project('e2e'),
  ].filter(({ roots }) => existsSync(roots[0])),
};
