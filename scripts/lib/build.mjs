import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binOf, exitCodeOf, Failure, root, runLogged, tailOf } from './say.mjs';

const SKIPPED = new Set(['node_modules', 'dist', '.swc', '.cache']);

/** Taro prints a complaint, builds nothing and exits 0 on a bad setting: only a new file counts. */
async function taro(type, proof) {
  const started = Date.now();
  const args = [binOf('taro', 'miniapp'), 'build', '--type', type, '--no-check'];
  const env = { ...process.env, NODE_ENV: 'production', CI: 'true' };
  await runLogged(`build-${type}`, process.execPath, args, { cwd: path.join(root, 'miniapp'), env });
  const file = path.join(root, proof);
  if (!existsSync(file) || statSync(file).mtimeMs < started - 1000)
    throw new Failure(`${tailOf(path.join(root, '.data/logs', `build-${type}.log`))}\n\nTaro 没有生成 ${proof}`);
}

/**
 * The parts that are built: their sources (content decides, not dates, so that a checkout rebuilds nothing
 * without need), the file that proves the build, the stamp that holds the sources' hash.
 */
const parts = {
  server: {
    title: '构建服务端',
    sources: ['shared/src', 'shared/tsconfig.json', 'server', 'tsconfig.json'],
    proof: 'server/dist/src/main.js',
    stamp: 'server/dist/.stamp',
    build: () => {
      const tsc = binOf('tsc');
      // tsc trusts its record and not the folder: without the output it has to be told to write everything.
      const lost = !['server/dist/src/main.js', 'shared/dist/index.js'].every((file) =>
        existsSync(path.join(root, file)),
      );
      return runLogged('build-server', process.execPath, [tsc, '-b', 'server', ...(lost ? ['--force'] : [])]);
    },
  },
  console: {
    title: '构建工作台',
    sources: ['shared/src', 'console', 'tsconfig.json'],
    proof: 'console/dist/index.html',
    stamp: 'console/dist/.stamp',
    build: async () => {
      await runLogged('build-console', process.execPath, [binOf('vite', 'console'), 'build'], {
        cwd: path.join(root, 'console'),
      });
      if ((await exitCodeOf(process.execPath, ['console/scripts/check-size.mjs'])) !== 0)
        throw new Failure('工作台首次打开要下载的内容超过大小限制');
    },
  },
  h5: {
    title: '构建居民端网页',
    sources: ['shared/src', 'miniapp', 'tsconfig.json'],
    proof: 'miniapp/dist/h5/index.html',
    stamp: 'miniapp/dist/.h5.stamp',
    build: () => taro('h5', 'miniapp/dist/h5/index.html'),
  },
  weapp: {
    title: '构建微信小程序',
    sources: ['shared/src', 'miniapp', 'tsconfig.json'],
    proof: 'miniapp/dist/weapp/app.json',
    stamp: 'miniapp/dist/.weapp.stamp',
    build: async () => {
      await taro('weapp', 'miniapp/dist/weapp/app.json');
      if ((await exitCodeOf(process.execPath, ['miniapp/scripts/check-size.mjs'])) !== 0)
        throw new Failure('小程序包超过大小限制');
    },
  },
};

function* filesIn(place) {
  const full = path.join(root, place);
  if (!existsSync(full)) return;
  if (statSync(full).isFile()) return yield place;
  for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (!SKIPPED.has(entry.name) && !entry.name.endsWith('.tsbuildinfo')) yield* filesIn(path.join(place, entry.name));
}

function hashOf(part) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const place of ['package-lock.json', ...part.sources])
    for (const file of filesIn(place)) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** Builds the named parts that are stale, one after the other. */
export async function build(steps, names) {
  for (const name of names) {
    const part = parts[name];
    await steps.run(part.title, async () => {
      const stamp = path.join(root, part.stamp);
      const hash = hashOf(part);
      const isFresh =
        existsSync(path.join(root, part.proof)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
      if (isFresh) return '已是最新';
      await part.build();
      if (!existsSync(path.join(root, part.proof))) throw new Failure(`${part.title}没有生成 ${part.proof}`);
      mkdirSync(path.dirname(stamp), { recursive: true });
      writeFileSync(stamp, hash);
      return undefined;
    });
  }
}
