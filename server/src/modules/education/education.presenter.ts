import type { BoardChange, EducationMaterial, MaterialEntry, NoticeBoard } from '@linkang/shared/api/education.routes';
import { stockState } from '@linkang/shared/domain/education-ledger';
import type { EducationLevel } from '@linkang/shared/domain/education-tables';
import { boardChangeBy, boardFaultsOf } from '@linkang/shared/domain/education-year';
import { educationMinimums } from '@linkang/shared/domain/tables/education-minimums';
import { smallPictureUrl } from '../file';
import type { BoardRow } from './board.model';
import type { ChangeRow } from './change.model';
import type { EntryRow } from './entry.model';
import type { MaterialRow } from './material.model';
import { presentWritten } from './written';

type Names = ReadonlyMap<string, string>;

/** A board with what it shows and by when it wants something new. */
export function presentBoard(
  row: BoardRow,
  newest: ChangeRow | undefined,
  { names, today, level }: { names: Names; today: string; level: EducationLevel },
): NoticeBoard {
  const { _id, name, place, area, height, since, until } = row;
  const changeBy = until === null ? boardChangeBy(educationMinimums, level, newest?.day ?? since) : null;
  return {
    ...{ id: _id, name, place, area, height, since, until },
    lastChange: newest ? { day: newest.day, topic: newest.topic } : null,
    changeBy,
    late: changeBy !== null && changeBy < today,
    faults: boardFaultsOf(educationMinimums, row),
    ...presentWritten(row, names),
  };
}

/** What a board showed. */
export const presentChange = (row: ChangeRow, names: Names): BoardChange => {
  const { _id, boardId, day, topic, fileIds, state } = row;
  const [fileId = ''] = fileIds;
  return {
    id: _id,
    boardId,
    day,
    topic,
    fileId,
    photoUrl: smallPictureUrl(fileId),
    state,
    ...presentWritten(row, names),
  };
};

/** A kind of material with its stock. */
export const presentMaterial = (row: MaterialRow, names: Names): EducationMaterial => {
  const { _id, sort, name, topic, refillAt, active, stock } = row;
  return {
    ...{ id: _id, sort, name, topic, refillAt, active, stock },
    stockState: sort === 'print' ? stockState(stock, refillAt) : null,
    ...presentWritten(row, names),
  };
};

/** A line of a material's ledger. */
export const presentEntry = (row: EntryRow, names: Names): MaterialEntry => {
  const { _id, materialId, kind, day, toDay, copies, occasion, state } = row;
  return {
    ...{ id: _id, materialId, kind, day, copies, occasion, state },
    toDay: kind === 'shown' ? toDay : null,
    ...presentWritten(row, names),
  };
};
