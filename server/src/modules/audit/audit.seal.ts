import type { Deps } from '../../platform/deps';
import { duplicateKeys } from '../../platform/idempotency';
import type { Keyring } from '../../platform/keyring';
import { addToDigest, hashOf, macOf, removalMacOf } from './audit.mac';
import {
  countUnsealed,
  deleteUpTo,
  findOfBlock,
  FIRST_BLOCK,
  FOREIGN,
  putIntoBlock,
  UNSEALED,
  type AuditRow,
} from './audit.model';
import { findBlocks, findLastBlock, insertBlock, markRemoved, type AuditBlock } from './block.model';

/** Rows that a block holds at most. */
const BLOCK_ROWS = 1000;
/** A row that lies outside every block for longer is a finding. */
export const UNSEALED_MS = 60_000;

type Body = Omit<AuditBlock, 'hash'>;

const finish = (keyring: Keyring, block: Body): AuditBlock => ({ ...block, hash: hashOf(keyring, block) });

/** The digest of rows, taken batch by batch, with their number and times. */
export async function digestOfBlock(
  keyring: Keyring,
  block: number,
  onRow: (row: AuditRow) => void = () => undefined,
): Promise<Pick<AuditBlock, 'digest' | 'count' | 'firstAt' | 'lastAt'>> {
  let digest = '';
  let count = 0;
  let firstAt: Date | null = null;
  let lastAt: Date | null = null;
  let last: AuditRow | undefined;
  for (;;) {
    const rows = await findOfBlock(block, BLOCK_ROWS, last?._id);
    for (const row of rows) {
      onRow(row);
      digest = addToDigest(keyring, digest, row);
      count += 1;
      firstAt ??= row.at;
      lastAt = row.at;
    }
    last = rows.at(-1);
    if (rows.length < BLOCK_ROWS) return { digest, count, firstAt, lastAt };
  }
}

/** The first block: it holds the rows that are older than the chain. */
async function buildFirst(deps: Deps): Promise<AuditBlock> {
  const sum = await digestOfBlock(deps.keyring, FIRST_BLOCK);
  return finish(deps.keyring, { _id: FIRST_BLOCK, previous: '', ...sum, sealedAt: deps.clock.now() });
}

function buildNext(deps: Deps, before: AuditBlock, rows: readonly AuditRow[]): AuditBlock {
  const { keyring, clock } = deps;
  return finish(keyring, {
    _id: before._id + 1,
    previous: before.hash,
    ids: rows.map((row) => row._id),
    count: rows.length,
    firstAt: rows[0]?.at ?? null,
    lastAt: rows.at(-1)?.at ?? null,
    sealedAt: clock.now(),
    digest: rows.reduce((digest, row) => addToDigest(keyring, digest, row), ''),
  });
}

/** Adds a block. @returns false when another process was quicker */
async function add(block: AuditBlock): Promise<boolean> {
  try {
    await insertBlock(block);
    return true;
  } catch (error) {
    if (duplicateKeys(error)) return false;
    throw error;
  }
}

/**
 * Takes what was written since into the chain. The block is added first and its rows marked afterwards: a process that
 * is killed in between leaves marks to be set, which the next one does before it adds a block of its own.
 * @returns how many rows
 */
export async function sealAudits(deps: Deps): Promise<number> {
  let sealed = 0;
  for (;;) {
    const last = await findLastBlock();
    if (!last) {
      if (!(await add(await buildFirst(deps)))) return sealed;
      continue;
    }
    if (last.ids) await putIntoBlock(last.ids, last._id);
    const rows = await findOfBlock(UNSEALED, BLOCK_ROWS);
    const isOurs = (row: AuditRow): boolean => row.mac === macOf(deps.keyring, row);
    const foreign = rows.filter((row) => !isOurs(row));
    if (foreign.length) {
      deps.log.error({ rows: foreign.length }, 'rows of the audit log that this program did not write');
      await putIntoBlock(
        foreign.map((row) => row._id),
        FOREIGN,
      );
    }
    const ours = rows.filter(isOurs);
    if (ours.length) {
      const block = buildNext(deps, last, ours);
      if (!(await add(block))) return sealed;
      await putIntoBlock(block.ids ?? [], block._id);
      sealed += ours.length;
    }
    if (rows.length < BLOCK_ROWS) return sealed;
  }
}

/** The job: seals, and complains of what lies outside for too long. */
export async function sealAndLook(deps: Deps): Promise<void> {
  const late = await countUnsealed(new Date(deps.clock.now().getTime() - UNSEALED_MS));
  if (late) deps.log.warn({ rows: late }, 'rows of the audit log were outside the chain for more than a minute');
  await sealAudits(deps);
}

/** Tells the log how far the chain goes: whoever cuts its end off does not reach what was written there. */
export async function tellHead(deps: Deps): Promise<void> {
  const last = await findLastBlock();
  if (last) deps.log.info({ block: last._id, hash: last.hash }, 'head of the audit chain');
}

const yearsBefore = (now: Date, years: number): Date => {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - years);
  return then;
};

/**
 * Removes the rows of whole blocks whose time is up, oldest first; the blocks stay, so that the chain goes on.
 * @returns how many rows
 */
export async function removeOldAudits(deps: Deps, keepYears: number): Promise<number> {
  const now = deps.clock.now();
  const before = yearsBefore(now, keepYears);
  let lastRemoved: number | undefined;
  for (let from = FIRST_BLOCK; ;) {
    const blocks = await findBlocks(from, BLOCK_ROWS);
    for (const block of blocks) {
      if (block.lastAt && block.lastAt >= before) return lastRemoved === undefined ? 0 : deleteUpTo(lastRemoved);
      if (!block.removed) await markRemoved(block._id, { at: now, mac: removalMacOf(deps.keyring, block, now) });
      lastRemoved = block._id;
      from = block._id + 1;
    }
    if (blocks.length < BLOCK_ROWS) return lastRemoved === undefined ? 0 : deleteUpTo(lastRemoved);
  }
}
