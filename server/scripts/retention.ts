import { modules } from '../src/modules';
import { planErasures, planTimed, removeTimed, runClosures, type TimedCount } from '../src/modules/closure';
import { openDeps, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import type { Deps } from '../src/platform/deps';
import { loadEnv } from '../src/platform/env';
import { withLeaseInTurn } from '../src/platform/jobs';
import { makeLog } from '../src/platform/logger';

const LEASE_MS = 60_000;

const words: Record<TimedCount['how'], string> = { remove: '删除', anonymise: '去掉姓名' };

const sayCount = ({ title, how, before, count }: TimedCount): void =>
  say(`${title}  早于 ${before.toISOString().slice(0, 10)}  ${words[how]} ${count} 条`);

/** Says what would go: what is beyond its time, and what the table lets go of closed accounts. */
async function plan(deps: Deps): Promise<void> {
  (await planTimed(deps, modules)).forEach(sayCount);
  const planned = await planErasures(deps, modules);
  for (const { closureId, key, count } of planned) say(`注销 ${closureId}  ${key}  ${count} 条`);
  say(`已注销的账号到期要删除 ${planned.length} 项。这只是预演，没有删除任何东西。`);
}

/** Does what the jobs do every day, in turn with them. */
async function remove(deps: Deps): Promise<void> {
  await withLeaseInTurn(deps, 'job:removeTimed', LEASE_MS, async () =>
    (await removeTimed(deps, modules)).forEach(sayCount),
  );
  await withLeaseInTurn(deps, 'job:runClosures', LEASE_MS, async () => {
    say(`已注销或正在注销的账号，处理了 ${await runClosures(deps, modules)} 个。`);
  });
}

/** `npm run retention [-- --dry-run]`: lets go of what the retention table keeps no longer, or says what that is. */
async function run(): Promise<void> {
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  try {
    const deps = await openDeps(env, makeLog({ level: 'warn' }), undo);
    await (process.argv.includes('--dry-run') ? plan(deps) : remove(deps));
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
