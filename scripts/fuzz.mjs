/**
 * Sends generated requests to every route of the OpenAPI document, once in every role of the demo: single ones and,
 * by the document's links, chains of them. Fails on any 5xx, and on any status or reply that the document does not name.
 *
 *   npm run fuzz -- --examples=20 --minutes=15 --roles=resident,proxy
 *
 * Examples are a route's, minutes all roles' together; FUZZ_EXAMPLES, FUZZ_MINUTES and FUZZ_ROLES say the same.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOf, Failure, root, runLogged, Steps } from './lib/say.mjs';
import { startServer } from './lib/server.mjs';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'response_schema_conformance'];
const text = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) });
const { values: options } = parseArgs({
  options: {
    examples: text(process.env.FUZZ_EXAMPLES || '20'),
    minutes: text(process.env.FUZZ_MINUTES || '15'),
    roles: text(process.env.FUZZ_ROLES || undefined),
  },
});
const examples = Number(options.examples);
const minutes = Number(options.minutes);
const PASSWORD = 'Linkang-demo-1';
const staff = (who, username = who) => ({ who, route: 'staff', body: { username, password: PASSWORD } });
const resident = (who, code) => ({ who, route: 'wechat', body: { code } });
/** Whoever may change the others' accounts comes last. */
const allRoles = [
  { who: 'anonymous' },
  resident('resident', 'ok-wang'),
  // She acts for her mother.
  resident('proxy', 'ok-chen'),
  ...['editor', 'desk', 'nurse', 'doctor'].map((who) => staff(who)),
  staff('publicHealth', 'health'),
  ...['director', 'auditor', 'admin'].map((who) => staff(who)),
];
const wanted = options.roles?.split(',');
const roles = allRoles.filter(({ who }) => !wanted || wanted.includes(who));
const venv = path.join(root, '.data/fuzz/venv');
const reports = path.join(root, '.data/fuzz/reports');
const program = path.join(venv, 'bin/schemathesis');

async function installSchemathesis() {
  if (
    existsSync(program) &&
    execFileSync(program, ['--version'], { encoding: 'utf8' }).includes(SCHEMATHESIS.split('==')[1])
  )
    return '已是最新';
  rmSync(venv, { recursive: true, force: true });
  await runLogged('fuzz-venv', 'python3', ['-m', 'venv', venv]);
  await runLogged('fuzz-install', path.join(venv, 'bin/pip'), ['install', '--quiet', SCHEMATHESIS]);
  return undefined;
}

/** Signs in; answers the access token. */
async function signIn(baseUrl, route, body) {
  const response = await fetch(`${baseUrl}/api/v1/auth/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Failure(`登录失败（${route}）：${response.status} ${await response.text()}`);
  return (await response.json()).accessToken;
}

/** Names the operations of the document by what is asked for: a chain has requests of many. */
async function namerOf(baseUrl) {
  const { paths } = await (await fetch(`${baseUrl}/api/v1/openapi.json`)).json();
  const names = Object.entries(paths).flatMap(([at, methods]) => {
    const pattern = new RegExp(`^/api/v1${at.replace(/\{\w+\}/g, '[^/]*')}$`);
    return Object.entries(methods).map(([method, { operationId }]) => ({ pattern, method, operationId }));
  });
  // A plain path comes before one with a parameter that would fit as well.
  names.sort((a, b) => a.pattern.source.split('[^').length - b.pattern.source.split('[^').length);
  return ({ method, uri }) => {
    const { pathname } = new URL(uri);
    const found = names.find((name) => name.method === method.toLowerCase() && name.pattern.test(pathname));
    return found?.operationId;
  };
}

/** What a role's runs met: operations, requests, chains, answers by class of status, and the failed checks. */
function readReports(who, files, nameOf) {
  const row = { who, operations: new Set(), cases: 0, chained: 0, ok: 0, refused: 0, crashed: 0, failures: [] };
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  for (const line of lines) {
    const { recorder, phase } = JSON.parse(line).ScenarioFinished ?? {};
    const interactions = recorder?.interactions ?? {};
    for (const { request, response } of Object.values(interactions)) {
      const status = response?.status_code ?? 0;
      // Methods and addresses that there are not are tried as well.
      const operation = nameOf(request);
      if (operation) row.operations.add(operation);
      row.cases += 1;
      if (phase === 'stateful') row.chained += 1;
      if (status >= 500) row.crashed += 1;
      else if (status >= 400) row.refused += 1;
      else if (status >= 200) row.ok += 1;
    }
    for (const [id, checks] of Object.entries(recorder?.checks ?? {}))
      for (const { status: outcome, name: check } of checks)
        if (outcome === 'failure' && interactions[id]) {
          const { request, response } = interactions[id];
          const operation = nameOf(request) ?? `${request.method} ${new URL(request.uri).pathname}`;
          row.failures.push({ who, check, operation, status: response?.status_code });
        }
  }
  return row;
}

/** Whether a sign-in still counts after the run: without it the run would have met refusals only. */
async function assertStillSignedIn(who, token, baseUrl) {
  const me = await fetch(`${baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  if (me.status !== 200) throw new Failure(`${who} 的登录在测试中失效（${me.status}），这一轮的结果不算数`);
}

/** Single requests, and chains of them: a run each, so that neither takes the other's time. */
const parts = { single: 'examples,coverage,fuzzing', chains: 'stateful' };

/** One run of the program; answers its report. */
async function runPart(who, part, token, baseUrl) {
  const report = path.join(reports, `${who}-${part}.ndjson`);
  const seconds = Math.round((minutes * 60) / roles.length / Object.keys(parts).length);
  const args = [
    ...['run', `${baseUrl}/api/v1/openapi.json`, '--url', `${baseUrl}/api/v1`, '--no-color'],
    ...(token ? ['-H', `Authorization: Bearer ${token}`] : []),
    ...['--checks', CHECKS.join(','), '--continue-on-failure', '--no-shrink'],
    ...['--max-examples', String(examples), '--max-time', String(seconds)],
    ...['--phases', parts[part], '--request-timeout', '20', '--suppress-health-check', 'all'],
    // These would end the run's own sign-in.
    ...['--exclude-path-regex', '/(auth/logout|me/otp/.*)$', '--generation-database', 'none'],
    ...['--report', 'ndjson', '--report-ndjson-path', report],
  ];
  const code = await exitCodeOf(program, args, { cwd: reports });
  // 0: no finding, 1: findings; anything else is a fault of the run itself.
  if (code !== 0 && code !== 1) throw new Failure(`schemathesis 没有正常结束（${code}）`);
  return report;
}

async function fuzzAs({ who, route, body }, baseUrl, nameOf) {
  const files = [];
  for (const part of Object.keys(parts)) {
    const token = route && (await signIn(baseUrl, route, body));
    files.push(await runPart(who, part, token, baseUrl));
    if (token) await assertStillSignedIn(who, token, baseUrl);
  }
  return readReports(who, files, nameOf);
}

const isServerError = (failure) => failure.check === 'not_a_server_error';

function summarise(failures) {
  const rows = new Map();
  for (const { who, check, operation, status } of failures) {
    const row = `${check}  ${operation}  ${status ?? '?'}  (${who})`;
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  for (const [row, count] of [...rows].sort()) console.log(`  ${String(count).padStart(4)} × ${row}`);
}

/** One line a role. */
function printTable(rows) {
  const cells = (values) =>
    values.map((value, i) => (i ? String(value).padStart(12) : String(value).padEnd(14))).join('');
  console.log(`\n${cells(['role', 'operations', 'cases', 'chained', '2xx-3xx', '4xx', '5xx', 'failures'])}`);
  for (const { who, operations, cases, chained, ok, refused, crashed, failures } of rows)
    console.log(cells([who, operations.size, cases, chained, ok, refused, crashed, failures.length]));
}

async function main() {
  if (!roles.length) throw new Failure(`roles 只能是：${allRoles.map(({ who }) => who).join(', ')}`);
  const steps = new Steps(2);
  await steps.run('安装 schemathesis', installSchemathesis);
  mkdirSync(reports, { recursive: true });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'linkang-fuzz-'));
  let server;
  await steps.run('启动服务', async () => {
    server = await startServer({ DATA_DIR: dataDir, LIMITS: 'off', DEMO_PASSWORD: PASSWORD });
  });
  const rows = [];
  try {
    const nameOf = await namerOf(server.baseUrl);
    for (const role of roles) rows.push(await fuzzAs(role, server.baseUrl, nameOf));
  } finally {
    await server.stop();
    // The stacks behind the 5xx.
    copyFileSync(path.join(dataDir, 'logs/server.log'), path.join(reports, 'server.log'));
    rmSync(dataDir, { recursive: true, force: true });
  }
  const failures = rows.flatMap((row) => row.failures);
  const crashes = failures.filter(isServerError);
  console.log(`\n与接口文档不符：${failures.length - crashes.length}`);
  summarise(failures.filter((failure) => !isServerError(failure)));
  console.log(`服务端错误（5xx）：${crashes.length}`);
  summarise(crashes);
  printTable(rows);
  return failures.length === 0 && rows.every((row) => row.crashed === 0) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Failure ? error.message : error);
    process.exit(1);
  },
);
