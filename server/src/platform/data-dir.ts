import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Another server works on the same data folder. */
export class DataDirBusyError extends Error {
  constructor(
    readonly pid: number,
    dataDir: string,
  ) {
    super(
      `已有一个邻康在运行（pid ${pid}），使用同一个数据目录 ${dataDir}。请先停止它，或用 DATA_DIR 指定另一个目录。`,
    );
    this.name = 'DataDirBusyError';
  }
}

/** Secrets of a demo, made once and kept in the data folder; in production they come from the environment. */
export interface DemoSecrets {
  /** Signs access tokens. */
  tokenSecret: string;
  /** Key ring `id:base64` for data at rest, the first is used for writing. */
  dataKeys: string;
  /** Keys the hashes by which encrypted values are found. */
  lookupKey: string;
}

/**
 * When a process started, as its system tells it; null when there is none. With the pid it names one process:
 * a pid alone comes round again, in containers already after a restart.
 */
function startMarkOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks; after it come the state (Z: dead, not yet collected) and 19 more up to the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? null : `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** Pid of the living holder that a lock's text names, else null. */
function holderOf(text: string): number | null {
  try {
    const { pid, mark } = JSON.parse(text) as { pid: number; mark: string };
    return startMarkOf(pid) === mark ? pid : null;
  } catch {
    return null;
  }
}

/** Takes a dead server's lock away, unless another starter has replaced it in the meantime. */
function removeStale(lock: string, judged: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (readText(aside) !== judged) linkSync(aside, lock);
  } catch {
    // Gone already, or taken again: the next round decides.
  }
  rmSync(aside, { force: true });
}

/**
 * Makes this process the only server on a data folder until it ends; a lock left by a killed one is taken over.
 * @returns a function that gives the lock back early
 * @throws DataDirBusyError when a living server holds it
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = path.join(path.resolve(dataDir), 'server.pid');
  const mine = JSON.stringify({ pid: process.pid, mark: startMarkOf(process.pid) });
  mkdirSync(path.dirname(lock), { recursive: true });
  const draft = `${lock}.new.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (let round = 0; ; round += 1) {
      try {
        // A link appears whole and only where nothing is: nobody ever reads half a lock.
        linkSync(draft, lock);
        break;
      } catch (error) {
        const held = readText(lock);
        const pid = held === null ? null : holderOf(held);
        if (pid !== null) throw new DataDirBusyError(pid, path.dirname(lock));
        if (held !== null) removeStale(lock, held);
        if (round >= 20) throw error;
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const release = (): void => {
    if (readText(lock) === mine) rmSync(lock, { force: true });
  };
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

const isSecrets = (value: unknown): value is DemoSecrets =>
  typeof value === 'object' &&
  value !== null &&
  ['tokenSecret', 'dataKeys', 'lookupKey'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');

/**
 * The demo's secrets of this data folder; random ones are made on the first start.
 * @throws Error when the file is there but damaged: new keys would make the stored data unreadable
 */
export function loadOrCreateSecrets(dataDir: string): DemoSecrets {
  const file = path.join(path.resolve(dataDir), 'secrets.json');
  const text = readText(file);
  if (text !== null) {
    let kept: unknown;
    try {
      kept = JSON.parse(text);
    } catch {
      kept = null;
    }
    if (!isSecrets(kept))
      throw new Error(`密钥文件 ${file} 已损坏。请从备份恢复；演示数据可以删除整个数据目录后重新启动。`);
    chmodSync(file, 0o600);
    return kept;
  }
  const secrets: DemoSecrets = {
    tokenSecret: randomBytes(48).toString('base64url'),
    dataKeys: `k1:${randomBytes(32).toString('base64')}`,
    lookupKey: randomBytes(32).toString('base64'),
  };
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
  return secrets;
}
