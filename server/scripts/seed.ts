import { rollDemo, seedDemo } from '../src/demo/seed';
import { openDeps, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { makeLog } from '../src/platform/logger';

/** `npm run seed`: fills an empty database with the demo and rolls it forward, without starting the server. */
async function seed(): Promise<void> {
  const env = loadEnv(process.env);
  if (env.mode === 'production') throw new Error('生产环境没有演示数据');
  const undo: Undo[] = [lockDataDir(env.dataDir)];
  try {
    const deps = await openDeps(env, makeLog({ level: 'warn' }), undo);
    say((await seedDemo(deps)) ? '已写入演示数据' : '数据库里已有数据，没有改动');
    await rollDemo(deps);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

seed().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
