import { modules } from '../src/modules';
import { planErasures } from '../src/modules/closure';
import { openDeps, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { makeLog } from '../src/platform/logger';

/** `npm run retention:plan`: says what the retention table would let go of closed accounts now; erases nothing. */
async function plan(): Promise<void> {
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  try {
    const deps = await openDeps(env, makeLog({ level: 'warn' }), undo);
    const planned = await planErasures(deps, modules);
    for (const { closureId, key, count } of planned) say(`注销 ${closureId}  ${key}  ${count} 条`);
    say(`到期要删除 ${planned.length} 项。这只是预演，没有删除任何东西。`);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

plan().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
