import { verifyAudits, type AuditFinding } from '../src/modules/audit';
import { openDatabase, openKeyring, say, type Undo } from '../src/opening';
import { systemClock } from '../src/platform/clock';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { makeLog } from '../src/platform/logger';

/** Findings that are named one by one. */
const MAX_SAID = 50;

const words: Record<AuditFinding['kind'], string> = {
  changed: '被改动',
  removed: '被删除',
  inserted: '不是本系统写入的',
  unsealed: '超过一分钟没有入链',
  blockChanged: '区块被改动',
  blockMissing: '区块缺失',
  otherHead: '与记下的链头不符，链尾可能被截断',
};

const sayFinding = ({ kind, block, row }: AuditFinding): string =>
  [block === undefined ? '' : `区块 ${block}`, row === undefined ? '' : `记录 ${row}`, words[kind]]
    .filter(Boolean)
    .join('  ');

/** `--head <number>:<hash>`, as an earlier check or the server's log told it. */
function readHead(args: readonly string[]): { block: number; hash: string } | undefined {
  const at = args.indexOf('--head');
  if (at < 0) return undefined;
  const [, block, hash] = /^(\d{1,12}):([\w-]{43})$/.exec(args[at + 1] ?? '') ?? [];
  if (block === undefined || hash === undefined) throw new Error('写法：--head 区块号:指纹');
  return { block: Number(block), hash };
}

/** `npm run audit:verify [-- --head <number>:<hash>]`: checks the whole audit log; ends with 1 when it does not agree. */
async function verify(): Promise<void> {
  const noted = readHead(process.argv);
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  try {
    await openDatabase(env, makeLog({ level: 'warn' }), undo);
    const check = await verifyAudits({ keyring: openKeyring(env), clock: systemClock }, noted);
    for (const finding of check.findings.slice(0, MAX_SAID)) say(sayFinding(finding));
    say(`查了 ${check.blocks} 个区块、${check.rows} 条记录，发现 ${check.findings.length} 处问题。`);
    if (check.head) say(`链头 ${check.head.block}:${check.head.hash}`);
    if (check.findings.length) process.exitCode = 1;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

verify().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
