import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, errorText } from '../../api/api-error';
import { physicalApi } from '../../api/clients';

/** What an import would do. */
export type Checked = CallReply<PhysicalRoutes['checkLab']>;
/** A row after it. */
export type Imported = CallReply<PhysicalRoutes['importLab']>['rows'][number];

const MAX_BYTES = 1024 * 1024;

/** A file as the API takes it. @throws ApiError for one that is too large or cannot be read */
function readFile(file: File): Promise<string> {
  if (file.size > MAX_BYTES)
    return Promise.reject(new ApiError('PAYLOAD_TOO_LARGE', '文件太大', '文件太大，最大 1 MB，请分成几个文件。'));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new ApiError('INTERNAL', '读不了文件', '这个文件读不了，请重新选择。'));
    reader.readAsDataURL(file);
  });
}

/** Reads a laboratory's file, then takes its values over some rows at a time. */
export function useLabImport(day: string) {
  const queryClient = useQueryClient();
  const [file, setFile] = useState('');
  const [checked, setChecked] = useState<Checked | null>(null);
  const [imported, setImported] = useState<Imported[] | null>(null);
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
      const content = await readFile(chosen);
      setChecked(await physicalApi.checkLab({ body: { file: content, day } }));
      setFile(content);
    });
  const run = (): Promise<void> =>
    during('import', async () => {
      const rows: Imported[] = [];
      for (let fromRow: number | null = 0; fromRow !== null;) {
        const reply: CallReply<PhysicalRoutes['importLab']> = await physicalApi.importLab({
          body: { file, day, fromRow },
        });
        rows.push(...reply.rows);
        setImported([...rows]);
        fromRow = reply.nextRow;
      }
      await queryClient.invalidateQueries({ queryKey: ['physicals'] });
    });
  const forget = (): void => {
    setChecked(null);
    setImported(null);
    setFailure(null);
  };
  return {
    checked,
    imported,
    failure,
    check,
    run,
    forget,
    isChecking: busy === 'check',
    isImporting: busy === 'import',
  };
}
