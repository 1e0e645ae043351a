import { parseArgs } from 'node:util';
import { seedLarge } from '../src/demo/large';
import { rollDemo, seedDemo } from '../src/demo/seed';
import { openDeps, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { makeLog } from '../src/platform/logger';

const LARGE = 10_000;
const MAX_SIZE = 100_000;

/** How many people are added to the demo's few; 0 for none. @throws Error for no such size */
function readSize(): number {
  const { size = '0' } = parseArgs({ options: { size: { type: 'string' } } }).values;
  const people = size === 'large' ? LARGE : Number(size);
  if (!Number.isInteger(people) || people < 0 || people > MAX_SIZE)
    throw new Error(`--size 写 large（${LARGE} 人）或人数，最多 ${MAX_SIZE}`);
  return people;
}

/** `npm run seed [-- --size large]`: fills an empty database with the demo and rolls it forward, without starting the server. */
async function seed(): Promise<void> {
  const size = readSize();
  const env = loadEnv(process.env);
  if (env.mode === 'production') throw new Error('生产环境没有演示数据');
  const undo: Undo[] = [lockDataDir(env.dataDir)];
  try {
    const deps = await openDeps(env, makeLog({ level: 'warn' }), undo);
    say((await seedDemo(deps)) ? '已写入演示数据' : '数据库里已有数据，没有改动');
    await rollDemo(deps);
    if (size > 0)
      say((await seedLarge(deps, size)) ? `已加入 ${size} 位居民三年的资料` : '大量演示数据早已写入，没有改动');
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

seed().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
