import { z } from 'zod';
import { addDays } from '../domain/clinic-day';
import {
  EXPORT_MAX_DAYS,
  EXPORT_WORDS_MAX,
  exportKinds,
  exportPurposes,
  type ExportKind,
  type ExportPurpose,
} from '../domain/export-rules';
import { day, id, idParams, instant, page, pageQuery, text } from './common';
import { exportPaths } from './export.paths';
import { defineRoutes } from './route';

const kind = z.enum(Object.keys(exportKinds) as [ExportKind, ...ExportKind[]], { error: 'UNKNOWN' });
const purpose = z.enum(Object.keys(exportPurposes) as [ExportPurpose, ...ExportPurpose[]], { error: 'UNKNOWN' });
const format = z.enum(['csv', 'xlsx'], { error: 'UNKNOWN' });

/**
 * `asked`: its rows are being counted; `waiting`: a second person decides; `approved`: the file is being made;
 * `expired`: the file is gone.
 */
export const exportState = z.enum(['asked', 'waiting', 'approved', 'refused', 'ready', 'expired', 'failed']);

/** That somebody asked for a file. */
export const exportRequest = z.object({
  id,
  kind,
  format,
  fromDay: day,
  toDay: day,
  purpose,
  reason: z.string(),
  state: exportState,
  /** Null until they are counted. */
  rows: z.number().int().nullable(),
  askedBy: id,
  askedByName: z.string(),
  askedAt: instant,
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  /** Why it was refused. */
  note: z.string().nullable(),
  /** Why there is no file. */
  fault: z.enum(['TOO_MANY', 'NO_RIGHT']).nullable(),
  expiresAt: instant.nullable(),
  downloads: z.number().int(),
});

export const exportRoutes = defineRoutes({
  create: {
    ...exportPaths.create,
    summary: 'Ask for a list as a file; few rows are given at once, more after a second person has agreed',
    idempotent: true,
    status: 201,
    body: z
      .object({ kind, format, fromDay: day, toDay: day, purpose, reason: text(EXPORT_WORDS_MAX) })
      .refine((body) => body.fromDay <= body.toDay, { error: 'ORDER', path: ['toDay'] })
      .refine((body) => body.toDay < addDays(body.fromDay, EXPORT_MAX_DAYS), { error: 'TOO_LONG', path: ['toDay'] }),
    reply: exportRequest,
    errors: ['FORBIDDEN'],
  },
  list: {
    ...exportPaths.list,
    summary: 'The own requests, newest first; for those who decide, everybody’s',
    query: z.object({ ...pageQuery, state: z.enum(['waiting'], { error: 'UNKNOWN' }).optional() }),
    reply: page(exportRequest),
  },
  approve: {
    ...exportPaths.approve,
    summary: 'Agree to a request of somebody else: the file is made',
    params: idParams,
    reply: exportRequest,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
  refuse: {
    ...exportPaths.refuse,
    summary: 'Refuse a request of somebody else, and say why',
    params: idParams,
    body: z.object({ note: text(EXPORT_WORDS_MAX) }),
    reply: exportRequest,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
  open: {
    ...exportPaths.open,
    summary: 'The file, for who asked for it, as long as it is there; each time is written down for each person in it',
    params: idParams,
    reply: z.object({ fileName: z.string(), type: z.string(), base64: z.string() }),
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
});

export type ExportRoutes = typeof exportRoutes;
export type ExportRequest = z.output<typeof exportRequest>;
