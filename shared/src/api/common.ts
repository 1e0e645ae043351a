import { z } from 'zod';

/** An opaque id of at most 64 characters. */
export const id = z.string().regex(/^[A-Za-z0-9:_-]{1,64}$/, { error: 'ID' });

const isRealDay = (text: string): boolean => {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** A calendar day `YYYY-MM-DD` in Shanghai. */
export const day = z
  .string()
  .regex(/^(19|20|21)\d{2}-\d{2}-\d{2}$/, { error: 'DAY' })
  .refine(isRealDay, { error: 'DAY' });

/** A clock time `HH:mm` in Shanghai. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'TIME' });

/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime({ error: 'INSTANT' });

const hasControlCharacter = (text: string): boolean =>
  // Line feed and tab are text; the rest of C0, DEL and the bidi overrides are not.
  // eslint-disable-next-line no-control-regex -- that is the point of the rule
  /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(text);

/** Trimmed text of 1 to `max` characters without control characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'EMPTY' })
    .max(max, { error: 'TOO_LONG' })
    .refine((value) => !hasControlCharacter(value), { error: 'CONTROL_CHARACTER' });

/**
 * What WeChat says of words that others are shown: nothing against them, nothing yet, somebody should look, or refused
 * after they were kept, so that they are hidden until they are written anew.
 */
export const contentState = z.enum(['passed', 'waiting', 'review', 'refused']);
export type ContentState = z.output<typeof contentState>;

/** The usual paging query. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9:_|.-]{1,128}$/, { error: 'CURSOR' })
    .optional(),
};

/** A page of a list. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A whole list that is short by nature. */
export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** The revision that a PUT sends back. */
export const rev = z.number().int().min(0);

/** Parameters of every route below one object. */
export const idParams = z.object({ id });
