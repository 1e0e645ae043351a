import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import type { StaffActor } from '../../platform/actor';

/** Who wrote a row of a ledger, and who corrected it last. */
export interface WrittenFields {
  createdBy: string;
  createdAt: Date;
  editedBy?: string;
  editedAt?: Date;
  rev: number;
}

/** Schema paths of `WrittenFields`. */
export const writtenSchema = {
  createdBy: { type: String, required: true },
  createdAt: { type: Date, required: true },
  editedBy: String,
  editedAt: Date,
  rev: { type: Number, required: true },
} as const;

/** A correction, as it is written down. */
export type Edit = Required<Pick<WrittenFields, 'editedBy' | 'editedAt'>>;

/** What stands in a new row of who wrote it. */
export const writtenBy = ({ actor, now }: IdempotentRequestInfo): WrittenFields => ({
  createdBy: actor.accountId,
  createdAt: now,
  rev: 0,
});

/** What stands in a corrected row of who did that. */
export const editedBy = ({ actor, now }: RequestInfo<StaffActor>): Edit => ({
  editedBy: actor.accountId,
  editedAt: now,
});

/** Who wrote it, in words. */
export const presentWritten = (row: WrittenFields, names: ReadonlyMap<string, string>) => ({
  createdAt: row.createdAt.toISOString(),
  createdByName: names.get(row.createdBy) ?? '',
  editedAt: row.editedAt?.toISOString() ?? null,
  editedByName: row.editedBy === undefined ? null : (names.get(row.editedBy) ?? ''),
  rev: row.rev,
});

/** The accounts whose names are needed for some rows. */
export const writersOf = (rows: readonly WrittenFields[]): string[] => [
  ...new Set(rows.flatMap((row) => [row.createdBy, ...(row.editedBy === undefined ? [] : [row.editedBy])])),
];
