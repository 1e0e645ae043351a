import type { AuditEntry, TrailEntry } from '@linkang/shared/api/trail.routes';
import { revealReasons } from '@linkang/shared/domain/access-rules';
import { maskName } from '@linkang/shared/domain/masking';
import { processKeyring } from '../../platform/keyring';
import { actionOf, openReason, type AuditRow } from '../audit';

/** Names of those who stand in rows, by id. */
export interface TrailNames {
  staff: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
}

const roleOf = (row: AuditRow): string => {
  if (row.staffId !== undefined) return row.roles[0] ?? 'staff';
  return row.relativeId === undefined ? 'self' : 'relative';
};

const nameOf = (row: AuditRow, { staff, people }: TrailNames): string => {
  if (row.staffId !== undefined) return staff.get(row.staffId) ?? '已离开的工作人员';
  if (row.relativeId === undefined) return '您自己';
  return people.get(row.relativeId) ?? '家人';
};

/** The reason in words; of a record that was opened in an emergency the log has the emergency's id. */
const reasonOf = (row: AuditRow): string | undefined => {
  const reason = openReason(processKeyring(), row);
  if (reason?.startsWith('emergency:')) return '紧急查看';
  return (revealReasons as Record<string, string>)[reason ?? ''] ?? reason;
};

/** Rows that are told as one: the same was done by the same person. */
export const sameDeed = (row: AuditRow): string =>
  [row.staffId, row.relativeId, row.accountId, row.action, row.result, reasonOf(row)].join('|');

/** An entry of the person's own page. */
export function presentTrail(row: AuditRow, times: number, names: TrailNames): TrailEntry {
  const { kind, words } = actionOf(row.action);
  const reason = reasonOf(row);
  return {
    id: row._id.toHexString(),
    at: row.at.toISOString(),
    staffName: nameOf(row, names),
    role: roleOf(row),
    action: row.action,
    kind: row.kind ?? kind,
    words,
    result: row.result ?? 'done',
    times,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** An entry of a search; the person's name is masked, as in every list. */
export function presentAudit(row: AuditRow, names: TrailNames): AuditEntry {
  const { times: _, ...entry } = presentTrail(row, 1, names);
  const name = row.residentId === null ? undefined : names.people.get(row.residentId);
  return {
    ...entry,
    staffName: row.staffId === undefined && row.relativeId === undefined ? '本人' : entry.staffName,
    roles: row.roles,
    staffId: row.staffId ?? null,
    residentId: row.residentId,
    residentNameMasked: name === undefined ? null : maskName(name),
    targetId: row.targetId ?? null,
    purpose: row.purpose ?? '',
    code: row.code ?? null,
    network: row.network ?? '',
    device: row.device ?? '',
    requestId: row.requestId,
  };
}
