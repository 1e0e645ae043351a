import path from 'node:path';
import { say } from '../src/opening';
import { BackupError } from '../src/platform/backup/archive';
import { backupKeyOf, openPlace } from '../src/platform/backup/place';
import { restoreBackup, verifyBackup } from '../src/platform/backup/restore';
import type { Manifest } from '../src/platform/backup/records';
import { knownMigrations } from '../src/platform/database';
import { loadEnv } from '../src/platform/env';

const describe = ({ version, madeAt, collections }: Manifest): string =>
  [
    `备份时间 ${madeAt.toISOString()}，程序版本 ${version}`,
    ...collections.map(({ name, count, sha256 }) => `  ${name}  ${count} 条  ${sha256.slice(0, 16)}`),
  ].join('\n');

/** `npm run restore -- <file> [--replace | --check]`: verifies an archive, then puts it in the database's place. */
async function restore(): Promise<void> {
  const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
  const [file, ...more] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const unknown = flags.filter((flag) => !['--replace', '--check'].includes(flag));
  if (!file || more.length || unknown.length)
    throw new BackupError('用法：npm run restore -- <备份文件> [--check | --replace]');
  const env = loadEnv(process.env);
  const archive = { file: path.resolve(file), backupKey: backupKeyOf(env) };
  if (flags.includes('--check')) {
    say(describe(await verifyBackup(archive)));
    say('备份文件完好。');
    return;
  }
  // Damage is told before any database is looked for.
  await verifyBackup(archive);
  const place = await openPlace(env, false);
  try {
    const options = { replace: flags.includes('--replace'), knownMigrations: knownMigrations() };
    say(describe(await restoreBackup(place.db, archive, options)));
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    say(`恢复完成，条数和校验值与备份一致，内存最多 ${memory} MB`);
  } finally {
    await place.close();
  }
}

restore().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
