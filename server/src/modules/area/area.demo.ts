import { insertMissingCells } from './cell.model';

/** Two cells in the community of the demo's people; storing them again changes nothing. */
export const createDemoCells = (communityId: string, doctorId: string): Promise<void> =>
  insertMissingCells([
    { _id: 'cell-1', communityId, name: '一网格', buildings: ['1号楼', '2号楼'], doctorId, rev: 0 },
    { _id: 'cell-2', communityId, name: '二网格', buildings: ['3号楼', '4号楼', '5号楼'], doctorId: null, rev: 0 },
  ]);
