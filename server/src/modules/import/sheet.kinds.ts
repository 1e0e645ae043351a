import type { ImportCell } from '@linkang/shared/domain/import-sheet';

/** What a file turned out to be. */
export type SheetKind = 'xlsx' | 'utf-8' | 'gb18030';

/** A row that is not empty. */
export interface SheetRow {
  /** As the spreadsheet counts. */
  line: number;
  cells: readonly ImportCell[];
}
