import { z } from 'zod';
import { MAX_BULK_PEOPLE } from '../domain/bulk-limits';
import { cardPaths } from './card.paths';
import { id, idParams, instant, list } from './common';
import { defineRoutes } from './route';

/** A paper card by which its person checks in. */
const card = z.object({
  id,
  residentId: id,
  issuedAt: instant,
  /** When it stopped working; null while it works. */
  revokedAt: instant.nullable(),
});

/** What stands on the paper. */
const printedCard = z.object({
  id,
  residentId: id,
  /** 张*明, so that a finder learns nobody's name. */
  maskedName: z.string(),
  /** What the QR code holds: digits by chance, which say nothing. */
  code: z.string(),
});

export const cardRoutes = defineRoutes({
  list: {
    ...cardPaths.list,
    summary: "A resident's paper cards, newest first; each reading is audited",
    query: z.object({ residentId: id }),
    reply: list(card),
    errors: ['ACCESS_LIMITED'],
  },
  issue: {
    ...cardPaths.issue,
    summary: 'Issue a new paper card to a resident; the one before stops working',
    idempotent: true,
    status: 201,
    body: z.object({ residentId: id }),
    reply: card,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  revoke: {
    ...cardPaths.revoke,
    summary: 'A lost card stops working at once',
    params: idParams,
    reply: card,
    errors: ['STATE_CONFLICT', 'ACCESS_LIMITED'],
  },
  print: {
    ...cardPaths.print,
    summary: 'The cards of residents for the printer; who has none gets one; each reading is audited',
    body: z.object({
      residentIds: z.array(id).min(1, { error: 'EMPTY' }).max(MAX_BULK_PEOPLE, { error: 'TOO_MANY' }),
    }),
    reply: list(printedCard),
    errors: ['NOT_FOUND', 'ACCESS_LIMITED'],
  },
});

export type CardRoutes = typeof cardRoutes;
export type Card = z.output<typeof card>;
export type PrintedCard = z.output<typeof printedCard>;
