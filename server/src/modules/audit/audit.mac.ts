import type { Keyring } from '../../platform/keyring';
import type { AuditRow } from './audit.model';
import { openReason } from './audit.reason';
import type { AuditBlock } from './block.model';

/** What the reason says, since a change of keys writes it anew; one that does not open is no reason that was given. */
function reasonIn(keyring: Keyring, row: Pick<AuditRow, '_id' | 'reason'>): string | null {
  try {
    return openReason(keyring, row) ?? null;
  } catch {
    return `unreadable:${String(row.reason)}`;
  }
}

/** Keyed hash of a row: whoever can write into the database, but lacks the key, can make none. */
export const macOf = (keyring: Keyring, row: Omit<AuditRow, 'mac' | 'block'>): string =>
  keyring.hash(
    'auditRow',
    JSON.stringify([
      row._id.toHexString(),
      row.at.getTime(),
      row.staffId ?? null,
      row.roles,
      row.accountId ?? null,
      row.relativeId ?? null,
      row.action,
      row.kind ?? null,
      row.purpose ?? null,
      row.residentId,
      row.targetId ?? null,
      row.requestId,
      reasonIn(keyring, row),
      row.result ?? null,
      row.code ?? null,
      row.network ?? null,
      row.device ?? null,
    ]),
  );

/** Takes one more row into the hash over the rows of a block; starts from the empty text. */
export const addToDigest = (keyring: Keyring, digest: string, row: AuditRow): string =>
  keyring.hash('auditDigest', `${digest}:${macOf(keyring, row)}`);

/** The hash of a block, which the next one holds. */
export const hashOf = (keyring: Keyring, block: Omit<AuditBlock, 'hash' | 'ids' | 'removed'>): string =>
  keyring.hash(
    'auditBlock',
    JSON.stringify([
      block._id,
      block.previous,
      block.count,
      block.firstAt?.getTime() ?? null,
      block.lastAt?.getTime() ?? null,
      block.sealedAt.getTime(),
      block.digest,
    ]),
  );

/** Proof that the rows of a block were removed here. */
export const removalMacOf = (keyring: Keyring, block: Pick<AuditBlock, '_id' | 'hash'>, at: Date): string =>
  keyring.hash('auditRemoval', `${block._id}:${block.hash}:${at.getTime()}`);
