import { z } from 'zod';
import {
  boardLimits,
  entryKinds,
  LEDGER_COPIES_MAX,
  LEDGER_WORDS_MAX,
  materialSorts,
  type EntryKind,
  type MaterialSort,
} from '../domain/education-ledger';
import { day, id, idParams, instant, page, pageQuery, rev, text } from './common';
import { educationPaths } from './education.paths';
import { defineRoutes } from './route';

const words = text(LEDGER_WORDS_MAX);
const sort = z.enum(Object.keys(materialSorts) as [MaterialSort, ...MaterialSort[]], { error: 'UNKNOWN' });
const entryKind = z.enum(Object.keys(entryKinds) as [EntryKind, ...EntryKind[]], { error: 'UNKNOWN' });

/** Metres, or square metres, to the centimetre. */
const size = ({ min, max }: { min: number; max: number }) =>
  z
    .number({ error: 'RANGE' })
    .min(min, { error: 'RANGE' })
    .max(max, { error: 'RANGE' })
    .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error: 'DECIMALS' });

const count = (min: number) =>
  z
    .number({ error: 'RANGE' })
    .int({ error: 'RANGE' })
    .min(min, { error: 'RANGE' })
    .max(LEDGER_COPIES_MAX, { error: 'RANGE' });

/** Who wrote a line, and who changed it last. */
const written = {
  createdAt: instant,
  createdByName: z.string(),
  /** Null of what was never changed. */
  editedAt: instant.nullable(),
  editedByName: z.string().nullable(),
  rev,
};

const boardContent = {
  name: words,
  place: words,
  /** Square metres, and metres from the ground to its middle. */
  area: size(boardLimits.area),
  height: size(boardLimits.height),
  since: day,
};

/** A notice board (宣传栏). */
export const noticeBoard = z.object({
  id,
  ...boardContent,
  /** The last day on which it hung; null while it hangs. */
  until: day.nullable(),
  /** Its newest contents; null of one that was never changed. */
  lastChange: z.object({ day, topic: z.string() }).nullable(),
  /** By which day it has to show something new; null of one that was taken down. */
  changeBy: day.nullable(),
  late: z.boolean(),
  /** What the standard wants otherwise, in words. */
  faults: z.array(z.string()),
  ...written,
});

const changeContent = { day, topic: words, fileId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'ID' }) };
const state = z.enum(['kept', 'withdrawn']);

/** New contents of a board, with a photo. */
export const boardChange = z.object({
  id,
  boardId: id,
  ...changeContent,
  photoUrl: z.string(),
  state,
  ...written,
});

const materialContent = { name: words, topic: words, refillAt: count(0) };

/** A kind of material: paper with its stock, or a film. */
export const educationMaterial = z.object({
  id,
  sort,
  ...materialContent,
  active: z.boolean(),
  /** Copies that are there; 0 of a film. */
  stock: z.number().int(),
  /** Null of a film. */
  stockState: z.enum(['enough', 'short', 'out']).nullable(),
  ...written,
});

const entryContent = {
  day,
  toDay: day.nullable().default(null),
  copies: count(1).nullable().default(null),
  /** Where from, at which occasion, or where it was shown. */
  occasion: words,
};

/** A line of a material: copies that came, copies that were handed out, or days on which it was shown. */
export const materialEntry = z.object({
  id,
  materialId: id,
  kind: entryKind,
  day,
  toDay: day.nullable(),
  copies: z.number().int().nullable(),
  occasion: z.string(),
  state,
  ...written,
});

const countedRow = z.object({ id, day: day.nullable(), title: z.string(), because: z.string().optional() });

/** What is asked for in a year, and how far it is. */
const minimum = z.object({
  code: z.string(),
  name: z.string(),
  rule: z.string(),
  unit: z.enum(['kinds', 'boards', 'changesPerBoard', 'events', 'none']),
  least: z.number().int().nullable(),
  done: z.number().int(),
  state: z.enum(['done', 'due', 'missed', 'free']),
  rows: z.array(countedRow),
  left: z.array(countedRow),
  series: z.array(
    z.object({
      id: id.nullable(),
      name: z.string().nullable(),
      parts: z.array(
        z.object({
          fromMonth: z.number().int(),
          toMonth: z.number().int(),
          state: z.enum(['done', 'due', 'missed', 'ahead']),
          rows: z.array(id),
        }),
      ),
    }),
  ),
  missing: z.array(z.string()),
  /** The year before. */
  lastYear: z.object({
    least: z.number().int().nullable(),
    done: z.number().int(),
    state: z.enum(['done', 'due', 'missed', 'free']),
  }),
});

const changed = ['NOT_FOUND', 'STATE_CONFLICT'] as const;
const made = ['IDEMPOTENCY_MISMATCH'] as const;
const madeBelow = ['NOT_FOUND', 'STATE_CONFLICT', 'IDEMPOTENCY_MISMATCH'] as const;

export const educationRoutes = defineRoutes({
  boards: {
    ...educationPaths.boards,
    summary: 'Notice boards that hang, or those that were taken down, in the order in which they were hung',
    query: z.object({ ...pageQuery, state: z.enum(['hung', 'gone']).default('hung') }),
    reply: page(noticeBoard),
  },
  board: {
    ...educationPaths.board,
    summary: 'One notice board',
    params: idParams,
    reply: noticeBoard,
    errors: ['NOT_FOUND'],
  },
  createBoard: {
    ...educationPaths.createBoard,
    summary: 'Add a notice board',
    idempotent: true,
    status: 201,
    body: z.object(boardContent),
    reply: noticeBoard,
    errors: [...made],
  },
  updateBoard: {
    ...educationPaths.updateBoard,
    summary: 'Correct a notice board, or say when it was taken down',
    params: idParams,
    body: z.object({ ...boardContent, until: day.nullable(), rev }),
    reply: noticeBoard,
    errors: [...changed],
  },
  changes: {
    ...educationPaths.changes,
    summary: 'What a notice board showed, the newest first',
    params: idParams,
    query: z.object(pageQuery),
    reply: page(boardChange),
    errors: ['NOT_FOUND'],
  },
  addChange: {
    ...educationPaths.addChange,
    summary: 'Put down new contents of a board, with a photo; one for a day',
    params: idParams,
    idempotent: true,
    status: 201,
    body: z.object(changeContent),
    reply: boardChange,
    errors: [...madeBelow],
  },
  updateChange: {
    ...educationPaths.updateChange,
    summary: 'Correct what a board showed',
    params: idParams,
    body: z.object({ ...changeContent, rev }),
    reply: boardChange,
    errors: [...changed],
  },
  withdrawChange: {
    ...educationPaths.withdrawChange,
    summary: 'Take back what was put down wrongly; it stays to be seen and counts no more',
    params: idParams,
    body: z.object({ rev }),
    reply: boardChange,
    errors: [...changed],
  },
  materials: {
    ...educationPaths.materials,
    summary: 'Kinds of material of one sort by name; `low`: only those of which there is little left',
    query: z.object({ ...pageQuery, sort, low: z.enum(['yes']).optional() }),
    reply: page(educationMaterial).extend({
      /** How many kinds in use are out, and how many are short. */
      counts: z.object({ out: z.number().int(), short: z.number().int() }),
    }),
  },
  material: {
    ...educationPaths.material,
    summary: 'One kind of material',
    params: idParams,
    reply: educationMaterial,
    errors: ['NOT_FOUND'],
  },
  createMaterial: {
    ...educationPaths.createMaterial,
    summary: 'Add a kind of material; its name is there once for a sort',
    idempotent: true,
    status: 201,
    body: z.object({ sort, ...materialContent }),
    reply: educationMaterial,
    errors: [...made],
  },
  updateMaterial: {
    ...educationPaths.updateMaterial,
    summary: 'Correct a kind of material, or say that it is used no more',
    params: idParams,
    body: z.object({ ...materialContent, active: z.boolean(), rev }),
    reply: educationMaterial,
    errors: [...changed],
  },
  entries: {
    ...educationPaths.entries,
    summary: 'The ledger of a material, the newest first',
    params: idParams,
    query: z.object(pageQuery),
    reply: page(materialEntry),
    errors: ['NOT_FOUND'],
  },
  addEntry: {
    ...educationPaths.addEntry,
    summary: 'Put down copies that came, copies that were handed out, or days on which a film was shown',
    params: idParams,
    idempotent: true,
    status: 201,
    body: z.object({ kind: entryKind, ...entryContent }),
    reply: materialEntry,
    errors: [...madeBelow],
  },
  updateEntry: {
    ...educationPaths.updateEntry,
    summary: 'Correct a line of a material; the stock follows',
    params: idParams,
    body: z.object({ ...entryContent, rev }),
    reply: materialEntry,
    errors: [...changed],
  },
  withdrawEntry: {
    ...educationPaths.withdrawEntry,
    summary: 'Take back a line that was put down wrongly; the stock follows',
    params: idParams,
    body: z.object({ rev }),
    reply: materialEntry,
    errors: [...changed],
  },
  year: {
    ...educationPaths.year,
    summary: 'What the national standard asks for in a calendar year, what of it is done, and what makes each number',
    query: z.object({ year: z.coerce.number().int().min(2000, { error: 'RANGE' }).max(2199, { error: 'RANGE' }) }),
    reply: z.object({
      year: z.number().int(),
      level: z.enum(['centre', 'station']),
      levelName: z.string(),
      minimums: z.array(minimum),
      /** What the file of an activity holds. */
      evidence: z.array(z.string()),
      source: z.array(z.string()),
    }),
  },
});

export type EducationRoutes = typeof educationRoutes;
export type NoticeBoard = z.output<typeof noticeBoard>;
export type BoardChange = z.output<typeof boardChange>;
export type EducationMaterial = z.output<typeof educationMaterial>;
export type MaterialEntry = z.output<typeof materialEntry>;
export type EducationYear = z.output<(typeof educationRoutes)['year']['reply']>;
export type YearMinimum = z.output<typeof minimum>;
