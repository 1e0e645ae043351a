import { z } from 'zod';
import { day, id, idParams, instant, page, pageQuery } from './common';
import { defineRoutes } from './route';
import { trailPaths } from './trail.paths';

const result = z.enum(['done', 'denied', 'failed']);
const kind = z.enum(['view', 'search', 'change', 'print', 'export']);
/** `<feature>.<route>`. */
const action = z.string().regex(/^[a-z][A-Za-z]{0,30}\.[a-z][A-Za-z]{0,30}$/, { error: 'ACTION' });

/** Who looked at a person's record, as the person is told. */
export const trailEntry = z.object({
  id,
  at: instant,
  /** Name of the member of staff, or of the relative. */
  staffName: z.string(),
  /** A role of the staff; `relative` and `self` for people. */
  role: z.string(),
  action,
  kind,
  /** What was done, as it follows the name: 看了您的资料. */
  words: z.string(),
  result,
  /** How often it was done that day. */
  times: z.number().int().min(1),
  reason: z.string().optional(),
});

/** A row of the audit log, for those who look after it. */
export const auditEntry = trailEntry.omit({ times: true }).extend({
  roles: z.array(z.string()),
  staffId: id.nullable(),
  residentId: id.nullable(),
  residentNameMasked: z.string().nullable(),
  /** The object that a refused address named. */
  targetId: id.nullable(),
  purpose: z.string(),
  /** The code of the refusal. */
  code: z.string().nullable(),
  network: z.string(),
  device: z.string(),
  requestId: z.string(),
});

const auditQuery = {
  residentId: id.optional(),
  staffId: id.optional(),
  action: action.optional(),
  result: result.optional(),
  fromDay: day.optional(),
  toDay: day.optional(),
};

export const trailRoutes = defineRoutes({
  ofResident: {
    ...trailPaths.ofResident,
    summary: 'Who looked at my record or did something for me, newest first; only for the person',
    params: idParams,
    query: z.object(pageQuery),
    reply: page(trailEntry),
  },
  search: {
    ...trailPaths.search,
    summary: 'The audit log by person, staff, action, result and days; each search is audited itself',
    query: z
      .object({ ...pageQuery, ...auditQuery })
      .refine(({ fromDay, toDay }) => !fromDay || !toDay || fromDay <= toDay, { error: 'DAY_ORDER', path: ['toDay'] }),
    reply: page(auditEntry),
  },
  choices: {
    ...trailPaths.choices,
    summary: 'Staff and actions, to choose from in a search of the audit log',
    reply: z.object({
      staff: z.array(z.object({ id, name: z.string(), roles: z.array(z.string()), active: z.boolean() })),
      actions: z.array(z.object({ action, words: z.string() })),
    }),
  },
});

export type TrailRoutes = typeof trailRoutes;
export type TrailEntry = z.output<typeof trailEntry>;
export type AuditEntry = z.output<typeof auditEntry>;
