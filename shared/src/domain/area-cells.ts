/** A part of a community, by the buildings that belong to it (网格). */
export interface CellPlan {
  id: string;
  communityId: string;
  /** Beginnings of addresses, such as `3号楼`. */
  buildings: readonly string[];
}

/** Most buildings of one cell. */
export const MAX_CELL_BUILDINGS = 60;

/** Blanks and the width of digits differ from clerk to clerk. */
const plain = (words: string): string => words.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Whether an address names a building; `3号楼` is not in `13号楼`. */
function names(address: string, building: string): boolean {
  for (let at = address.indexOf(building); at >= 0; at = address.indexOf(building, at + 1)) {
    const before = address[at - 1] ?? '';
    if (!/\d/.test(before) || !/^\d/.test(building)) return true;
  }
  return false;
}

/**
 * The cell in which somebody lives, by community and address; of several the one that names the building most closely.
 * Nobody keeps a list of people by cells, so that who moves house is in the right one at once.
 */
export function findCell<T extends CellPlan>(
  cells: readonly T[],
  home: { communityId: string | null; address: string | null },
): T | undefined {
  const address = plain(home.address ?? '');
  let best: { cell: T; length: number } | undefined;
  for (const cell of cells.filter(({ communityId }) => communityId === home.communityId))
    for (const building of cell.buildings.map(plain))
      if (building.length > (best?.length ?? 0) && names(address, building)) best = { cell, length: building.length };
  return best?.cell;
}
