import { randomUUID } from 'node:crypto';
import type { ContentState } from '@linkang/shared/api/common';
import type { RouteDef } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Connection, Model, Schema } from 'mongoose';
import type { Deps } from './deps';
import { fieldFault } from './http/problems';
import type { CheckOutcome } from './wechat-check';

/** WeChat looks at so many characters at a time. */
const PART_LENGTH = 2500;
/** A word that stands across the end of a part is whole in the next one. */
const OVERLAP = 20;
/** What is longer is looked at by the job: whoever saves it need not wait. */
const PARTS_AT_ONCE = 6;
/** No longer does a person wait for WeChat. */
const PATIENCE_MS = 3000;
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 30 * 60_000;
const BATCH = 20;

/**
 * What WeChat says of words that others are shown. It is kept in the document with the words, in the same write; `todo`
 * and `unknown` are asked again until there is an answer.
 */
export interface ContentCheck {
  state: CheckOutcome;
  /** New with each writing, so that a late answer about former words changes nothing. */
  key: string;
  /** When it is asked next; absent once there is an answer, so that the index holds only what is owed. */
  nextAt?: Date;
  tries: number;
}

/** Documents with words for others; without the field they were written before there was a check. */
export interface CheckedFields {
  check?: ContentCheck;
}

/** Words for others, by their place in the request or document. */
export type Words = { path: string; text: string }[];

type Named = Record<string, unknown>;

/** Schema path of `CheckedFields`. */
export const checkedSchema = {
  check: { type: { _id: false, state: String, key: String, nextAt: Date, tries: Number }, default: undefined },
} as const;

const wordFields = new Map<string, readonly string[]>();

/** Says which fields of a collection others are shown, and adds the indexes of what is owed and what is refused. */
export function keepChecked<T>(schema: Schema<T>, fields: readonly (keyof T & string)[]): void {
  wordFields.set(String(schema.get('collection')), fields);
  schema.index(
    { 'check.nextAt': 1 } as never,
    { partialFilterExpression: { 'check.nextAt': { $exists: true } } } as never,
  );
  schema.index({ 'check.state': 1 } as never, { partialFilterExpression: { 'check.state': 'risky' } } as never);
}

const plain = (text: string): string => text.replace(/<[^>]*>/g, ' ').trim();

function collect(path: string, value: unknown): Words {
  if (typeof value === 'string') return plain(value) === '' ? [] : [{ path, text: plain(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => collect(`${path}.${key}`, inner));
}

/** All texts in some fields, also deep inside them. */
export const wordsIn = (source: Named, fields: readonly string[]): Words =>
  fields.flatMap((field) => collect(field, source[field]));

interface Part {
  content: string;
  words: Words;
}

/** Packs words into as few questions as they fit in. */
function partsOf(words: Words): Part[] {
  const parts: Part[] = [];
  for (const word of words) {
    const last = parts.at(-1);
    if (last && last.content.length + word.text.length < PART_LENGTH) {
      last.content += `\n${word.text}`;
      last.words.push(word);
    } else
      for (let from = 0; from === 0 || from + OVERLAP < word.text.length; from += PART_LENGTH - OVERLAP)
        parts.push({ content: word.text.slice(from, from + PART_LENGTH), words: [word] });
  }
  return parts;
}

const gravity: readonly CheckOutcome[] = ['passed', 'review', 'todo', 'unknown', 'risky'];
const worstOf = (outcomes: readonly CheckOutcome[]): CheckOutcome =>
  [...outcomes].sort((a, b) => gravity.indexOf(b) - gravity.indexOf(a))[0] ?? 'passed';

type Asker = Pick<Deps, 'wechat' | 'env'>;

/** What WeChat says of parts, and which words it refuses. Without a person to ask as, nothing is asked. */
async function askAbout({ wechat, env }: Asker, parts: Part[]): Promise<{ outcome: CheckOutcome; refused: Words }> {
  const openId = env.wechat.checkOpenId;
  if (openId === undefined) return { outcome: 'todo', refused: [] };
  const outcomes: CheckOutcome[] = [];
  const refused: Words = [];
  for (const { content, words } of parts) {
    const outcome = await wechat.checkText(content, openId);
    outcomes.push(outcome);
    // No answer to one question: there will be none to the next.
    if (outcome === 'todo' || outcome === 'unknown') break;
    if (outcome !== 'risky') continue;
    const alone = await Promise.all(
      words.map(async ({ text }) => words.length > 1 && (await wechat.checkText(text, openId)) === 'risky'),
    );
    refused.push(...(alone.includes(true) ? words.filter((_, index) => alone[index]) : words));
  }
  return { outcome: worstOf(outcomes), refused };
}

const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);

/** When something is asked again that has got no answer so often. */
export const askAgainAt = (now: Date, tries: number): Date => new Date(now.getTime() + pauseMs(tries));

/** The check of words about which there is an answer, or which are to be asked about. */
export const checkOf = (state: CheckOutcome, now: Date, tries = 0, key: string = randomUUID()): ContentCheck => ({
  state,
  key,
  tries,
  ...(state === 'todo' || state === 'unknown' ? { nextAt: askAgainAt(now, tries) } : {}),
});

/** The mark of words that came otherwise than in a request that was checked: the job asks about them. */
export const checkLater = (now: Date): ContentCheck => checkOf('todo', now);

/** What is kept with words of what the check of their request said. */
export const keptCheck = (check: ContentCheck | undefined): CheckedFields => (check ? { check } : {});

const refusalOf = (refused: Words): AppError =>
  new AppError('VALIDATION_FAILED', {
    detail: '有文字没有通过微信的内容检测，居民会看到它，请修改标出的地方后再提交。',
    fields: [...new Set(refused.map(({ path }) => path))].map((path) => fieldFault(`body.${path}`, 'RISKY')),
  });

/**
 * Asks WeChat about what a route will show to others, before it is kept.
 * @returns what is to be kept with it: without an answer in time it is asked again later
 * @throws VALIDATION_FAILED with each field whose words are refused
 */
export async function checkPublished(
  deps: Pick<Deps, 'wechat' | 'env' | 'clock'>,
  fields: NonNullable<RouteDef['published']>,
  body: Named,
): Promise<ContentCheck> {
  const parts = partsOf(wordsIn(body, fields));
  if (parts.length > PARTS_AT_ONCE) return checkOf('todo', deps.clock.now());
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ outcome: CheckOutcome; refused: Words }>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'unknown', refused: [] }), PATIENCE_MS);
  });
  const { outcome, refused } = await Promise.race([askAbout(deps, parts), late]).finally(() => clearTimeout(timer));
  if (outcome === 'risky') throw refusalOf(refused);
  return checkOf(outcome, deps.clock.now());
}

const owedIn = (model: Model<unknown>, now: Date) =>
  model
    .find({ 'check.nextAt': { $lte: now } } as never)
    .sort({ 'check.nextAt': 1 })
    .limit(BATCH)
    .lean<(Named & { _id: string; check: ContentCheck })[]>();

const checkedModels = (connection: Connection): Model<unknown>[] =>
  Object.values(connection.models).filter((model) => wordFields.has(model.collection.name)) as Model<unknown>[];

/** Asks about everything that is owed an answer; the first question without one ends the run. */
export async function checkOwed(deps: Pick<Deps, 'wechat' | 'env' | 'clock' | 'connection' | 'log'>): Promise<void> {
  if (deps.env.wechat.checkOpenId === undefined) return;
  for (const model of checkedModels(deps.connection)) {
    const { name } = model.collection;
    for (const row of await owedIn(model, deps.clock.now())) {
      const { outcome } = await askAbout(deps, partsOf(wordsIn(row, wordFields.get(name) ?? [])));
      const { key, tries } = row.check;
      const check = checkOf(outcome, deps.clock.now(), tries + 1, key);
      await model.updateOne({ _id: row._id, 'check.key': key } as never, { $set: { check } } as never);
      if (outcome === 'risky') deps.log.warn({ collection: name, id: row._id }, 'wechat refuses what is shown');
      if (outcome === 'todo' || outcome === 'unknown') return;
    }
  }
}

/** How many things staff have to write anew, because WeChat refused them after they had been kept. */
export async function countRefused(connection: Connection): Promise<number> {
  const counts = await Promise.all(
    Object.values(connection.models)
      .filter((model) => model.schema.path('check'))
      .map((model) => model.countDocuments({ 'check.state': 'risky' } as never).exec()),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Whether others may be shown the words. Until there is an answer they may: it is staff who wrote them. */
export const isPresentable = ({ check }: CheckedFields): boolean => check?.state !== 'risky';

/** Filter of documents whose words others may be shown. */
export const presentable = { 'check.state': { $ne: 'risky' } } as const;

const states: Record<CheckOutcome, ContentState> = {
  passed: 'passed',
  review: 'review',
  risky: 'refused',
  todo: 'waiting',
  unknown: 'waiting',
};

/** The mark for those who write; none where there was no check yet. */
export const presentCheck = ({ check }: CheckedFields): { check?: ContentState } =>
  check ? { check: states[check.state] } : {};
