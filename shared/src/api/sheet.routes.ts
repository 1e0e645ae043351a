import { z } from 'zod';
import { day, id, instant, text, time } from './common';
import { defineRoutes } from './route';
import { bookingStatus } from './session.routes';
import { sheetPaths } from './sheet.paths';

/** People of a day on one sheet, twice over. */
const MAX_TICKS = 4000;
const MAX_SHEET = 200_000;

const tick = z.object({
  /** The booking. */
  id,
  kind: z.enum(['arrived', 'done']),
  /** When it was ticked, by the clock of that computer. */
  at: instant,
});

const conflict = tick.extend({
  number: z.number().int(),
  startTime: time,
  place: z.string(),
  status: bookingStatus,
  /** `state`: the booking was given up or ended otherwise; `time`: ticked on another day than the sheet's. */
  reason: z.enum(['state', 'time']),
});

export const sheetRoutes = defineRoutes({
  get: {
    ...sheetPaths.get,
    summary: 'A page that works without server and network: the people of a day with boxes to tick; audited',
    query: z.object({ day, place: text(60).optional() }),
    reply: z.object({ fileName: z.string(), html: z.string(), people: z.number().int() }),
  },
  apply: {
    ...sheetPaths.apply,
    summary: 'Take over what was ticked on such a page; each tick counts once, however often it is sent',
    body: z.object({
      /** What was signed when the sheet was made. */
      sheet: z.string().min(1, { error: 'EMPTY' }).max(MAX_SHEET, { error: 'TOO_LONG' }),
      signature: z.string().min(1, { error: 'EMPTY' }).max(100, { error: 'TOO_LONG' }),
      ticks: z.array(tick).max(MAX_TICKS, { error: 'TOO_MANY' }),
    }),
    bodyLimitBytes: 800 * 1024,
    reply: z.object({
      day,
      applied: z.number().int(),
      /** Ticks that were taken over before, or that somebody had entered already. */
      repeated: z.number().int(),
      conflicts: z.array(conflict),
    }),
    errors: ['SHEET_INVALID'],
  },
});

export type SheetRoutes = typeof sheetRoutes;
export type SheetTick = z.output<typeof tick>;
