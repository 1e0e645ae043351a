import type { Input, Reply } from '@linkang/shared/api/route';
import { IMPORT_BATCH, MAX_IMPORT_BYTES, type StaffRoutes } from '@linkang/shared/api/staff.routes';
import { AppError } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import { readStaffFile, type ImportProfile, type ImportRow } from './import.file';
import { findTakenUsernames, readTeamIds } from './staff.model';
import { makePassword } from './staff.password';
import { createStaff } from './staff.service';

async function readRows(file: string): Promise<ImportRow[]> {
  const bytes = Buffer.from(file, 'base64');
  if (bytes.length > MAX_IMPORT_BYTES)
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.file', 'TOO_LARGE')] });
  return readStaffFile(bytes, await readTeamIds());
}

/** Says row by row what an import would do, and does nothing. @throws VALIDATION_FAILED for a file that is no such table */
export async function checkImport({
  file,
}: Input<StaffRoutes['checkImport']>['body']): Promise<Reply<StaffRoutes['checkImport']>> {
  const rows = await readRows(file);
  const taken = await findTakenUsernames(rows.map((row) => row.username));
  return {
    rows: rows.map(({ line, username, name, faults }) => ({
      line,
      username,
      name,
      faults,
      outcome: faults.length ? 'faulty' : taken.has(username) ? 'existing' : 'new',
    })),
  };
}

/** Makes an account unless its user name is taken: of several imports at once one makes it. */
async function importOne({ line, name }: ImportRow, profile: ImportProfile) {
  const { username } = profile;
  const password = makePassword(username);
  const made =
    (await findTakenUsernames([username])).size === 0 &&
    (await createStaff({ ...profile, password, demo: false, mustChangePassword: true })) !== null;
  return {
    line,
    username,
    name,
    outcome: made ? ('created' as const) : ('existing' as const),
    password: made ? password : null,
  };
}

/**
 * Makes the next accounts of a file; what is there already stays as it is.
 * @throws VALIDATION_FAILED for a file that has a fault anywhere, before anything is made
 */
export async function importStaff({
  file,
  fromRow,
}: Input<StaffRoutes['import']>['body']): Promise<Reply<StaffRoutes['import']>> {
  const rows = await readRows(file);
  const faulty = rows.filter((row) => row.faults.length > 0);
  if (faulty.length)
    throw new AppError('VALIDATION_FAILED', {
      fields: faulty.map(({ line, faults }) => fieldFault(`body.file.${line}`, 'ROW', faults.join('；'))),
      detail: `有 ${faulty.length} 行填写有误，请先改好再导入。`,
    });
  const batch = rows.slice(fromRow, fromRow + IMPORT_BATCH);
  const done = await Promise.all(batch.map((row) => importOne(row, row.profile as ImportProfile)));
  const nextRow = fromRow + IMPORT_BATCH;
  return { rows: done, nextRow: nextRow < rows.length ? nextRow : null };
}
