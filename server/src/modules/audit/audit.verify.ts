import type { Clock } from '../../platform/clock';
import type { Keyring } from '../../platform/keyring';
import { hashOf, macOf, removalMacOf } from './audit.mac';
import { findOfBlock, findStray, FIRST_BLOCK, FOREIGN, UNSEALED, type AuditRow } from './audit.model';
import { digestOfBlock, UNSEALED_MS } from './audit.seal';
import { findBlocks, type AuditBlock } from './block.model';

/** What does not agree. */
export interface AuditFinding {
  kind: 'changed' | 'removed' | 'inserted' | 'unsealed' | 'blockChanged' | 'blockMissing' | 'otherHead';
  block?: number;
  /** Id of the row. */
  row?: string;
}

/** What a check of the whole log came to. */
export interface AuditCheck {
  blocks: number;
  rows: number;
  /** The newest block: its number and hash. */
  head: { block: number; hash: string } | null;
  findings: AuditFinding[];
}

const BLOCKS_AT_ONCE = 100;
/** Findings of one sort that are named; more would hide the others. */
const MAX_STRAY = 1000;

type Tools = { keyring: Keyring; clock: Clock };

const sumKind = (more: number): AuditFinding['kind'] => {
  if (more === 0) return 'changed';
  return more > 0 ? 'inserted' : 'removed';
};

/** The rows of a block against what the block says of them. */
async function checkRows(keyring: Keyring, block: AuditBlock): Promise<{ rows: number; findings: AuditFinding[] }> {
  const findings: AuditFinding[] = [];
  const named = block.ids && new Set(block.ids.map(String));
  const found = await digestOfBlock(keyring, block._id, (row: AuditRow) => {
    const id = row._id.toHexString();
    const isKnown = named?.delete(id) ?? true;
    if (!isKnown) findings.push({ kind: 'inserted', block: block._id, row: id });
    else if (row.mac !== undefined ? row.mac !== macOf(keyring, row) : block._id !== FIRST_BLOCK)
      findings.push({ kind: 'changed', block: block._id, row: id });
  });
  for (const row of named ?? []) findings.push({ kind: 'removed', block: block._id, row });
  // The first block does not name its rows: there only the sum tells.
  if (findings.length === 0 && found.digest !== block.digest)
    findings.push({ kind: sumKind(found.count - block.count), block: block._id });
  return { rows: found.count, findings };
}

async function checkBlock(
  keyring: Keyring,
  block: AuditBlock,
  expected: { no: number; previous: string },
): Promise<{ rows: number; findings: AuditFinding[] }> {
  const findings: AuditFinding[] = [];
  for (let no = expected.no; no < block._id; no += 1) findings.push({ kind: 'blockMissing', block: no });
  const isLinked = block._id !== expected.no || block.previous === expected.previous;
  if (!isLinked || block.hash !== hashOf(keyring, block)) findings.push({ kind: 'blockChanged', block: block._id });
  if (block.removed) {
    if (block.removed.mac !== removalMacOf(keyring, block, block.removed.at))
      findings.push({ kind: 'removed', block: block._id });
    return { rows: 0, findings };
  }
  const checked = await checkRows(keyring, block);
  return { rows: checked.rows, findings: [...findings, ...checked.findings] };
}

/** Rows outside every block, that should not be there. */
async function checkOutside({ keyring, clock }: Tools, lastBlock: number): Promise<AuditFinding[]> {
  const late = clock.now().getTime() - UNSEALED_MS;
  const [unsealed, foreign, stray] = await Promise.all([
    findOfBlock(UNSEALED, MAX_STRAY),
    findOfBlock(FOREIGN, MAX_STRAY),
    findStray(lastBlock, MAX_STRAY),
  ]);
  const inserted = [...foreign, ...stray, ...unsealed.filter((row) => row.mac !== macOf(keyring, row))];
  const waiting = unsealed.filter((row) => row.at.getTime() < late && row.mac === macOf(keyring, row));
  return [
    ...inserted.map((row): AuditFinding => ({ kind: 'inserted', row: String(row._id) })),
    ...waiting.map((row): AuditFinding => ({ kind: 'unsealed', row: String(row._id) })),
  ];
}

/**
 * Checks every row and every block. What was cut off at the end, blocks with their rows, only a head that was noted
 * earlier can show.
 * @param noted a block and its hash from the server's log or an earlier check
 */
export async function verifyAudits(tools: Tools, noted?: { block: number; hash: string }): Promise<AuditCheck> {
  const findings: AuditFinding[] = [];
  let rows = 0;
  let head: AuditCheck['head'] = null;
  let isNotedFound = noted === undefined;
  for (;;) {
    const expected = { no: head ? head.block + 1 : FIRST_BLOCK, previous: head?.hash ?? '' };
    const blocks = await findBlocks(expected.no, BLOCKS_AT_ONCE);
    for (const block of blocks) {
      const checked = await checkBlock(tools.keyring, block, expected);
      findings.push(...checked.findings);
      rows += checked.rows;
      head = { block: block._id, hash: block.hash };
      expected.no = block._id + 1;
      expected.previous = block.hash;
      if (noted?.block === block._id && noted.hash === block.hash) isNotedFound = true;
    }
    if (blocks.length < BLOCKS_AT_ONCE) break;
  }
  if (!isNotedFound && noted) findings.push({ kind: 'otherHead', block: noted.block });
  findings.push(...(await checkOutside(tools, head?.block ?? FIRST_BLOCK)));
  return { blocks: head ? head.block + 1 : 0, rows, head, findings };
}
