import { normalise, queryTokensOfRun, runsOf } from './search-tokens';
import { LIGHT_WORDS, NEAR_WORDS, SAME_WORDS, STOP_WORDS } from './search-words';

/** One way to say what is looked for. */
export interface Wording {
  phrase: string;
  /** How much it counts against the words that were typed. */
  share: number;
}

/** One thing that is looked for; an article has it by any of its wordings. */
export interface Clause {
  wordings: readonly Wording[];
  weight: number;
  /** Whether the wordings are known words; otherwise they are pieces of what was typed. */
  isWord: boolean;
}

/** What somebody looks for. */
export interface Query {
  clauses: readonly Clause[];
  /** Longer stretches as they were typed: an article that holds them whole is nearer. */
  phrases: readonly string[];
}

const SAME_SHARE = 0.9;
const NEAR_SHARE = 0.35;
const LIGHT_WEIGHT = 0.35;
/** A letter alone says little. */
const LETTER_WEIGHT = 0.4;

type Entry = { kind: 'stop' } | { kind: 'word'; clause: Clause };

const rowOf = new Map<string, readonly string[]>();
for (const row of SAME_WORDS) for (const word of row) if (!rowOf.has(word)) rowOf.set(word, row);

/** All wordings of a word, itself first. */
function wordingsOf(word: string): Wording[] {
  const shares = new Map([[word, 1]]);
  const add = (phrase: string, share: number): void => {
    if (!shares.has(phrase)) shares.set(phrase, share);
  };
  const row = rowOf.get(word) ?? [word];
  row.forEach((same) => add(same, SAME_SHARE));
  for (const pair of NEAR_WORDS)
    if (pair.some((one) => row.includes(one)))
      for (const near of pair) (rowOf.get(near) ?? [near]).forEach((one) => add(one, NEAR_SHARE));
  return [...shares].map(([phrase, share]) => ({ phrase, share }));
}

const isLight = (word: string): boolean => {
  const row = rowOf.get(word);
  return LIGHT_WORDS.some((light) => light === word || row === rowOf.get(light));
};

const known = new Map<string, Entry>([
  ...STOP_WORDS.map((word): [string, Entry] => [word, { kind: 'stop' }]),
  ...[...rowOf.keys()].map((word): [string, Entry] => [
    word,
    { kind: 'word', clause: { wordings: wordingsOf(word), weight: isLight(word) ? LIGHT_WEIGHT : 1, isWord: true } },
  ]),
]);
const LONGEST = Math.max(...[...known.keys()].map((word) => word.length));

/** The longest known word that begins at a place. */
function knownAt(run: string, at: number): { word: string; entry: Entry } | undefined {
  for (let length = Math.min(LONGEST, run.length - at); length > 0; length -= 1) {
    const word = run.slice(at, at + length);
    const entry = known.get(word);
    if (entry) return { word, entry };
  }
  return undefined;
}

const pieceClauses = (piece: string): Clause[] =>
  queryTokensOfRun(piece).map((token) => ({
    wordings: [{ phrase: token, share: 1 }],
    weight: /^\p{Script=Han}$/u.test(token) ? LETTER_WEIGHT : 1,
    isWord: false,
  }));

/** A run in known words and the pieces between them. */
function readRun(run: string): { clauses: Clause[]; pieces: string[] } {
  const clauses: Clause[] = [];
  const pieces: string[] = [];
  let piece = '';
  const endPiece = (): void => {
    if (piece !== '') pieces.push(piece);
    piece = '';
  };
  for (let at = 0; at < run.length;) {
    const found = knownAt(run, at);
    if (!found) {
      const letter = String.fromCodePoint(run.codePointAt(at) ?? 0);
      piece += letter;
      at += letter.length;
      continue;
    }
    endPiece();
    if (found.entry.kind === 'word') clauses.push(found.entry.clause);
    at += found.word.length;
  }
  endPiece();
  return { clauses: [...clauses, ...pieces.flatMap(pieceClauses)], pieces };
}

/** Words that say nothing but stop words are looked for as they are. */
const literally = (run: string): Clause[] => pieceClauses(run);

/** Reads what somebody typed: a word, several, or a sentence. */
export function readQuery(typed: string): Query {
  const runs = runsOf(normalise(typed));
  const read = runs.map(readRun);
  const clauses = read.flatMap((run) => run.clauses);
  const all = clauses.length > 0 ? clauses : runs.flatMap(literally);
  const unique = new Map(all.map((clause) => [clause.wordings[0]?.phrase ?? '', clause]));
  const phrases = [...runs, ...read.flatMap((run) => run.pieces)].filter((phrase) => phrase.length > 2);
  return { clauses: [...unique.values()], phrases: [...new Set(phrases)] };
}
