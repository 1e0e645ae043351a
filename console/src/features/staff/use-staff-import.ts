import type { CallReply } from '@linkang/shared/api/route';
import type { StaffRoutes } from '@linkang/shared/api/staff.routes';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { staffApi } from '../../api/clients';
import { readBase64 } from './csv-file';

/** A row of the table before the import. */
export type CheckedRow = CallReply<StaffRoutes['checkImport']>['rows'][number];
/** A row after it. */
export type ImportedRow = CallReply<StaffRoutes['import']>['rows'][number];

/** Reads a table, then makes its accounts some rows at a time; passwords are in this page's memory only. */
export function useStaffImport() {
  const queryClient = useQueryClient();
  const [file, setFile] = useState('');
  const [checked, setChecked] = useState<CheckedRow[] | null>(null);
  const [imported, setImported] = useState<ImportedRow[] | null>(null);
  const [busy, setBusy] = useState<'check' | 'import' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const during = async (what: 'check' | 'import', work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setBusy(null);
    }
  };
  const check = (chosen: File): Promise<void> =>
    during('check', async () => {
      setChecked(null);
      setImported(null);
      const content = await readBase64(chosen);
      setChecked((await staffApi.checkImport({ body: { file: content } })).rows);
      setFile(content);
    });
  const run = (): Promise<void> =>
    during('import', async () => {
      // What an earlier try made has passwords that are told once: they stay in view.
      const known = (imported ?? []).filter(({ password }) => password !== null);
      const rows: ImportedRow[] = [];
      for (let fromRow: number | null = 0; fromRow !== null;) {
        const reply: CallReply<StaffRoutes['import']> = await staffApi.import({ body: { file, fromRow } });
        rows.push(...reply.rows.map((row) => known.find(({ line }) => line === row.line) ?? row));
        setImported([...rows, ...known.filter(({ line }) => !rows.some((row) => row.line === line))]);
        fromRow = reply.nextRow;
      }
      await queryClient.invalidateQueries({ queryKey: ['staff'] });
    });
  const isDone = imported !== null && busy === null && failure === null;
  return {
    checked,
    imported,
    failure,
    check,
    run,
    isDone,
    isChecking: busy === 'check',
    isImporting: busy === 'import',
  };
}
