import { z } from 'zod';
import { EMERGENCY_WORDS_MAX, emergencyReasons, type EmergencyReason } from '../domain/access-rules';
import { id, idParams, instant, page, pageQuery, text } from './common';
import { emergencyPaths } from './emergency.paths';
import { defineRoutes } from './route';

const reason = z.enum(Object.keys(emergencyReasons) as [EmergencyReason, ...EmergencyReason[]], { error: 'UNKNOWN' });

/** What became of an emergency: nobody has looked at it yet, it was in order, or somebody has to explain it. */
export const emergencyState = z.enum(['open', 'accepted', 'questioned']);

/** A record that was opened without being the own work. */
export const emergency = z.object({
  id,
  state: emergencyState,
  staffId: id,
  staffName: z.string(),
  residentId: id,
  /** Masked: who reviews need not know the person. */
  residentName: z.string(),
  reason,
  words: z.string(),
  startedAt: instant,
  endsAt: instant,
  /** When it should be reviewed at the latest. */
  reviewBy: instant,
  /** Nobody has looked at it in time. */
  overdue: z.boolean(),
  /** Each use of it. */
  uses: z.array(z.object({ at: instant, action: z.string() })),
  review: z
    .object({ at: instant, byName: z.string(), outcome: z.enum(['accepted', 'questioned']), note: z.string() })
    .nullable(),
});

export const emergencyRoutes = defineRoutes({
  start: {
    ...emergencyPaths.start,
    summary: 'Open the record of a resident who is not the own work, for a while; it is reviewed afterwards',
    body: z.object({ residentId: id, reason, words: text(EMERGENCY_WORDS_MAX) }),
    reply: z.object({ id, residentId: id, startedAt: instant, endsAt: instant }),
    status: 201,
    idempotent: true,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  },
  list: {
    ...emergencyPaths.list,
    summary: 'Emergencies, the newest first, for those who review them',
    query: z.object({ ...pageQuery, state: emergencyState.optional() }),
    reply: page(emergency),
  },
  review: {
    ...emergencyPaths.review,
    summary:
      'Say of an emergency that it was in order, or what has to be explained; a questioned one may be settled later',
    params: idParams,
    body: z
      .object({
        outcome: z.enum(['accepted', 'questioned'], { error: 'UNKNOWN' }),
        note: z.union([z.literal(''), text(EMERGENCY_WORDS_MAX)]).default(''),
      })
      .refine(({ outcome, note }) => outcome !== 'questioned' || note !== '', { error: 'EMPTY', path: ['note'] }),
    reply: emergency,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
});

export type EmergencyRoutes = typeof emergencyRoutes;
export type Emergency = z.output<typeof emergency>;
export type EmergencyState = z.output<typeof emergencyState>;
