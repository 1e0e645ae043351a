import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importColumns, sheetFaultTexts, type RowFault } from '@linkang/shared/domain/import-sheet';
import { csvLine } from '@linkang/shared/domain/export-rules';
import { importFile, mayImport, SheetError, type ImportEnd } from '../src/modules/import';
import { findEveryStaff, type StaffProfile } from '../src/modules/staff';
import { openDeps, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { makeLog } from '../src/platform/logger';

/** Faults that are said; all of them are in the file that `--faults` names. */
const MAX_SAID = 20;
const USAGE = '用法：npm run import -- --file 档案.xlsx [--dry-run] [--by 用户名] [--faults 没通过的行.csv]';

/** A refusal that the operator can mend; only its text is shown. */
class Refusal extends Error {}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        by: { type: 'string' },
        faults: { type: 'string' },
      },
    });
    if (values.file === undefined) throw new Refusal(USAGE);
    return { ...values, file: values.file };
  } catch {
    throw new Refusal(USAGE);
  }
}

/** In whose name the people are registered: the log tells them. */
async function findImporter(username: string | undefined): Promise<StaffProfile> {
  const able = (await findEveryStaff()).filter(mayImport);
  const chosen = username === undefined ? able : able.filter((staff) => staff.username === username);
  const [first, second] = chosen;
  if (first && !second) return first;
  if (able.length === 0)
    throw new Refusal('还没有账号有“导入健康档案”的权限，请先在工作台“员工”里给主任或管理员开通。');
  throw new Refusal(`请用 --by 写明由谁导入：${able.map((staff) => staff.username).join('、')}`);
}

function sayEnd({ run, faults }: ImportEnd, dryRun: boolean): void {
  const verb = dryRun ? '将' : '已';
  say(
    `共 ${run.rows} 行：${verb}新建 ${run.created} 人，${verb}更新 ${run.changed} 人，没有变化 ${run.unchanged} 人。`,
  );
  if (run.faulty > 0) say(`${run.faulty} 行有错，没有导入：`);
  for (const { line, says } of faults.slice(0, MAX_SAID)) say(`  第 ${line} 行  ${says}`);
  if (faults.length > MAX_SAID) say(`  还有 ${faults.length - MAX_SAID} 处，用 --faults 文件名 存成表格。`);
  if (dryRun) say('这只是预演，没有改动任何档案。');
}

const tableOf = (faults: readonly RowFault[]): string =>
  [['行号', '列', '怎么改'], ...faults.map(({ line, column, says }) => [String(line), importColumns[column], says])]
    .map(csvLine)
    .join('\r\n');

/** `npm run import -- --file <sheet> [--dry-run]`: imports health records from a sheet, or says what that would do. */
async function run(): Promise<void> {
  const { file, by, faults: faultsFile, 'dry-run': dryRun } = readArguments();
  const bytes = await readFile(file).catch(() => {
    throw new Refusal(`读不了文件 ${file}`);
  });
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  try {
    const deps = await openDeps(env, makeLog({ level: 'warn' }), undo);
    const end = await importFile(deps, bytes, await findImporter(by), { dryRun });
    if (end.run.fault) throw new Refusal(sheetFaultTexts[end.run.fault]);
    sayEnd(end, dryRun);
    if (faultsFile !== undefined) await writeFile(faultsFile, `\uFEFF${tableOf(end.faults)}\r\n`);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

run().catch((error: unknown) => {
  const text = error instanceof SheetError ? sheetFaultTexts[error.fault] : error instanceof Error ? error.message : '';
  process.stderr.write(`${text || String(error)}\n`);
  process.exitCode = 1;
});
