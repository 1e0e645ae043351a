import { z } from 'zod';
import { IMPORT_MAX_BYTES, importColumns, type ImportColumn } from '../domain/import-sheet';
import { id, idParams, instant, list } from './common';
import { importPaths } from './import.paths';
import { defineRoutes } from './route';

/** What may be uploaded; browsers and systems do not agree on the types of tables. */
export const sheetUpload = {
  types: [
    'application/octet-stream',
    'text/csv',
    'application/vnd.ms-excel',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  maxBytes: IMPORT_MAX_BYTES,
  hint: '只能上传 .xlsx 或 .csv 表格，请换一个文件。',
} as const;

/**
 * `reading`: the sheet is being read and compared; `checked`: it waits for somebody to say that it is to be imported;
 * `failed`: it is no sheet of ours; `expired`: nobody said so for a week.
 */
export const importState = z.enum(['reading', 'checked', 'importing', 'done', 'failed', 'expired']);

/** One sheet, and how many of its people become or became what. */
export const importRun = z.object({
  id,
  state: importState,
  /** Why the whole sheet is refused, and what to do. */
  fault: z.string().nullable(),
  rows: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** Rows that are left out. */
  faulty: z.number().int(),
  byName: z.string(),
  createdAt: instant,
  doneAt: instant.nullable(),
});

/** What is wrong with a row; the words name nobody. */
const rowFault = z.object({
  /** As the spreadsheet counts. */
  line: z.number().int(),
  column: z.enum(Object.keys(importColumns) as [ImportColumn, ...ImportColumn[]]),
  says: z.string(),
});

const file = z.object({ fileName: z.string(), type: z.string(), base64: z.string() });

export const importRoutes = defineRoutes({
  create: {
    ...importPaths.create,
    summary: 'Upload a sheet of health records (.xlsx or .csv); it is read and compared, and nothing is changed',
    idempotent: true,
    status: 201,
    upload: sheetUpload,
    reply: importRun,
    errors: ['FORBIDDEN'],
  },
  list: {
    ...importPaths.list,
    summary: 'The latest sheets, newest first',
    reply: list(importRun),
    errors: ['FORBIDDEN'],
  },
  template: {
    ...importPaths.template,
    summary: 'The sheet to fill in',
    reply: file,
    errors: ['FORBIDDEN'],
  },
  get: {
    ...importPaths.get,
    summary: 'One sheet with what is wrong with its first rows',
    params: idParams,
    reply: importRun.extend({ faults: z.array(rowFault) }),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  start: {
    ...importPaths.start,
    summary: 'Import the rows without faults of a sheet that was read; again it changes nothing',
    params: idParams,
    reply: importRun,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
  faults: {
    ...importPaths.faults,
    summary: 'Everything that is wrong with the rows, as a sheet',
    params: idParams,
    reply: file,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
});

export type ImportRoutes = typeof importRoutes;
export type ImportRun = z.output<typeof importRun>;
