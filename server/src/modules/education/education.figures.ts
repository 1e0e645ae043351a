import { findBoardsBetween } from './board.model';
import { findChangesBetween } from './change.model';
import { findEntriesBetween, type EntryRow } from './entry.model';
import { findMaterialsById } from './material.model';

/** A line that makes a figure, and what it belongs to. */
export interface LedgerLine {
  id: string;
  day: string;
  title: string;
  value: number;
  /** The board or the kind of material. */
  aboutId: string;
}

/** What the ledgers know of some days, line by line. */
export interface LedgerFigures {
  /** Handings-out with their copies. */
  handed: LedgerLine[];
  /** Films that were shown. */
  shown: LedgerLine[];
  /** Boards that hung, and what they showed anew. */
  boards: LedgerLine[];
  changes: LedgerLine[];
}

async function entryLines(entries: readonly EntryRow[]): Promise<Map<EntryRow['kind'], LedgerLine[]>> {
  const materials = await findMaterialsById([...new Set(entries.map(({ materialId }) => materialId))]);
  const names = new Map(materials.map(({ _id, name }) => [_id, name]));
  const lines = new Map<EntryRow['kind'], LedgerLine[]>();
  for (const { _id, kind, day, materialId, copies, occasion } of entries) {
    const title = `${names.get(materialId) ?? ''}（${occasion}）`;
    const line = { id: _id, day, title, value: copies ?? 1, aboutId: materialId };
    lines.set(kind, [...(lines.get(kind) ?? []), line]);
  }
  return lines;
}

/** What the ledgers know of a range of days, for the work report. */
export async function findLedgerFigures(from: string, to: string): Promise<LedgerFigures> {
  const [entries, boards, changes] = await Promise.all([
    findEntriesBetween(from, to),
    findBoardsBetween(from, to),
    findChangesBetween(from, to),
  ]);
  const lines = await entryLines(entries);
  const names = new Map(boards.map(({ _id, name }) => [_id, name]));
  return {
    handed: lines.get('handed') ?? [],
    shown: lines.get('shown') ?? [],
    boards: boards.map(({ _id, since, name }) => ({ id: _id, day: since, title: name, value: 1, aboutId: _id })),
    changes: changes.map(({ _id, day, topic, boardId }) => ({
      ...{ id: _id, day, value: 1, aboutId: boardId },
      title: `${names.get(boardId) ?? ''} ${topic}`.trim(),
    })),
  };
}
