import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const depcruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
}

function cruise(dir: string, places: string[]): Cruise['summary'] {
  const args = [depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...places];
  const run = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (!run.stdout.startsWith('{')) throw new Error(run.stderr || run.stdout);
  return (JSON.parse(run.stdout) as Cruise).summary;
}

const WORKSPACES = ['shared', 'server', 'miniapp', 'console', 'tests'];

/** Files that keep the rules, each with an import that is nearly forbidden. */
const allowed: Record<string, string> = {
  'node_modules/koa/index.js': 'module.exports = {};',
  'node_modules/@koa/router/index.js': 'module.exports = {};',
  'node_modules/zod/index.js': 'module.exports = {};',
  'shared/src/errors.ts': 'export const errors = 1;',
  'shared/src/domain/day.ts': "import { errors } from '../errors';\nexport const day = errors;",
  'shared/src/api/booking.paths.ts': 'export const bookingPaths = 1;',
  'shared/src/api/booking.routes.ts':
    "import { z } from 'zod';\nimport { day } from '../domain/day';\nexport const routes = [z, day];\nexport type Routes = typeof routes;",
  'shared/src/api/client.ts':
    "import type { Routes } from './booking.routes';\nexport type Client = Routes;\nexport const make = 1;",
  'server/src/platform/clock.ts': "import { readFileSync } from 'node:fs';\nexport const clock = readFileSync;",
  'server/src/modules/booking/index.ts': "export { service } from './booking.service';",
  'server/src/modules/booking/booking.model.ts':
    "import { clock } from '../../platform/clock';\nexport const model = clock;",
  'server/src/modules/booking/booking.policy.ts': 'export const policy = 1;',
  'server/src/modules/booking/booking.presenter.ts': 'export const present = 1;',
  'server/src/modules/booking/booking.service.ts':
    "import { model } from './booking.model';\nimport { policy } from './booking.policy';\nexport const service = [model, policy];",
  'server/src/modules/booking/booking.router.ts':
    "import Koa from 'koa';\nimport { service } from './booking.service';\nimport { routes } from '@linkang/shared/api/booking.routes';\nexport const router = [Koa, service, routes];",
  'server/src/modules/session/session.service.ts':
    "import { service } from '../booking';\nexport const other = service;",
  'miniapp/src/api/http.ts':
    "import { bookingPaths } from '@linkang/shared/api/booking.paths';\nimport type { Routes } from '@linkang/shared/api/booking.routes';\nimport { make } from '@linkang/shared/api/client';\nexport const http: Routes = [bookingPaths, make];",
  'miniapp/src/packages/booking/use-booking.ts': "import { http } from '@/api/http';\nexport const useBooking = http;",
  'console/src/main.ts': "import { routes } from '@linkang/shared/api/booking.routes';\nexport const main = routes;",
  'console/src/ring-b.ts': "import { ring } from './ring-a';\nexport default ring;",
  'tests/api/booking.ts': "import { service } from '@linkang/server/modules/booking';\nexport const used = service;",
};

/** One breach a row: the rule, the file that breaks it, what it imports (a value unless it says `type`). */
const breaches: [rule: string, file: string, imported: string][] = [
  ['no-circular', 'console/src/ring-a.ts', './ring-b'],
  ['shared-stands-alone', 'shared/src/api/planted-1.ts', '@linkang/server/platform/clock'],
  ['shared-stands-alone', 'shared/src/api/planted-2.ts', '../../../miniapp/src/api/http'],
  ['shared-no-node', 'shared/src/api/planted-3.ts', 'node:crypto'],
  ['domain-is-pure', 'shared/src/domain/planted-1.ts', '../api/booking.paths'],
  ['domain-is-pure', 'shared/src/domain/planted-2.ts', 'zod'],
  ['no-app-to-app', 'console/src/planted-1.ts', '../../server/src/platform/clock'],
  ['no-app-to-app', 'server/src/platform/planted-1.ts', '../../../console/src/main'],
  ['no-app-to-app', 'miniapp/src/planted-1.ts', '@linkang/server/platform/clock'],
  ['no-app-to-tests', 'console/src/planted-2.ts', '../../tests/api/booking'],
  ['schemas-as-types', 'miniapp/src/planted-2.ts', '@linkang/shared/api/booking.routes'],
  ['schemas-as-types', 'miniapp/src/planted-3.ts', 'zod'],
  ['schemas-as-types', 'shared/src/api/planted.paths.ts', './booking.routes'],
  ['platform-knows-no-module', 'server/src/platform/planted-2.ts', '../modules/booking'],
  ['service-no-http', 'server/src/modules/booking/planted-1.service.ts', 'koa'],
  ['service-no-http', 'server/src/modules/booking/planted-2.policy.ts', '@koa/router'],
  ['service-no-http', 'server/src/modules/booking/planted-3.service.ts', './booking.router'],
  ['router-not-to-model', 'server/src/modules/booking/planted-4.router.ts', './booking.model'],
  ['model-is-a-leaf', 'server/src/modules/booking/planted-5.model.ts', './booking.service'],
  ['model-is-a-leaf', 'server/src/modules/booking/planted-6.model.ts', './booking.policy'],
  ['model-is-a-leaf', 'server/src/modules/booking/planted-7.model.ts', './booking.presenter'],
  ['modules-meet-at-index', 'server/src/modules/session/planted-8.ts', '../booking/booking.service'],
  ['subpackages-apart', 'miniapp/src/packages/lecture/planted.ts', '../booking/use-booking'],
];

describe('who may import whom', () => {
  let dir: string;
  let found: string[];

  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'linkang-imports-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.cruise.json'])
      cpSync(path.join(root, file), path.join(dir, file));
    const planted = breaches.map(([, file, imported]) => [
      file,
      `import * as x from '${imported}';\nexport default x;`,
    ]);
    for (const [file, text] of [...Object.entries(allowed), ...planted] as [string, string][]) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), `${text}\n`);
    }
    const { violations } = cruise(dir, WORKSPACES);
    found = violations.map(({ rule, from }) => `${rule.name} ${from}`).sort();
  });

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each(breaches)('%s: %s may not import %s', (rule, file) => expect(found).toContain(`${rule} ${file}`));

  test('every rule has a planted breach', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the configuration is CommonJS
    const { forbidden } = require('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    expect([...new Set(breaches.map(([rule]) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  test('nothing else is reported: what is nearly forbidden passes', () => {
    const planted = new Set(breaches.map(([, file]) => file));
    expect(found.filter((line) => !planted.has(line.split(' ')[1] ?? ''))).toEqual([]);
  });

  test('the project keeps the rules', () => {
    const { violations, totalCruised } = cruise(root, WORKSPACES);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(100);
  }, 60_000);
});
