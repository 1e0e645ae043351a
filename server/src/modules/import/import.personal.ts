import type { ImportedPerson } from '@linkang/shared/domain/import-row';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore, TimedStore } from '../../platform/module';
import { dropBatches, dropFiles } from './batch.model';
import { countRunsBefore, removeRuns, someRunsBefore } from './import.model';
import { countImportedOf, findImportedOf, moveImported, openCells, removeImportedOf } from './imported.model';

/** What sheets said goes with the record that was made of it. */
export const importedStore: PersonalStore = {
  key: 'visits',
  collections: ['importedRows'],
  count: (_, { residentId }) => countImportedOf(residentId),
  erase: (_, { residentId }) => removeImportedOf(residentId),
};

/** Runs are kept as long as what was exported. */
export const timedImports: TimedStore = {
  key: 'exports',
  collections: ['importRuns', 'importBatches', 'importPieces'],
  count: (_, before) => countRunsBefore(before),
  async remove(_, before, limit) {
    const ids = await someRunsBefore(before, limit);
    await dropFiles(ids);
    await dropBatches(ids);
    await removeRuns(ids);
    return ids.length;
  },
};

/** What sheets said stays with the person. */
export const importedMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveImported(awayId, stayId);
    return [];
  },
};

/** Which sheets named the person; what they said stands in profile and record. */
export async function importedData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const rows = await findImportedOf(residentId);
  return [
    {
      key: 'imported',
      title: '从中心原有表格导入的资料',
      labels: { at: '时间', name: '姓名', recordNo: '档案号', openedDay: '建档日期' },
      rows: rows.map((row) => {
        const { name, record } = JSON.parse(openCells(keyring, row)) as ImportedPerson;
        return {
          at: row.at.toISOString(),
          name,
          recordNo: record.recordNo ?? null,
          openedDay: record.openedDay ?? null,
        };
      }),
    },
  ];
}
