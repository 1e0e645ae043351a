import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { say } from '../src/opening';
import { writeBackup } from '../src/platform/backup/dump';
import { backupKeyOf, openPlace } from '../src/platform/backup/place';
import { loadEnv } from '../src/platform/env';

const version = (): string =>
  (JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8')) as { version: string }).version;

/** `npm run backup [-- <folder>]`: an encrypted archive of the whole database, also while the server works. */
async function backup(): Promise<void> {
  const env = loadEnv(process.env);
  const backupKey = backupKeyOf(env);
  const folder = path.resolve(process.argv[2] ?? path.join(env.dataDir, 'backups'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const madeAt = new Date();
  const file = path.join(folder, `linkang-${madeAt.toISOString().replace(/[-:]|\.\d+/g, '')}.backup`);
  const place = await openPlace(env, true);
  try {
    const manifest = await writeBackup(place.client, place.db, { file, backupKey }, { version: version(), madeAt });
    const rows = manifest.collections.reduce((sum, { count }) => sum + count, 0);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    say(
      `备份完成：${file}，${manifest.collections.length} 个集合，${rows} 条，${statSync(file).size} 字节，内存最多 ${memory} MB`,
    );
  } finally {
    await place.close();
  }
}

backup().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
