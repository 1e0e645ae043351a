import type { Clause, Query } from './search-query';
import { countPhrase, countTokens, normalise, queryTokensOfRun } from './search-tokens';

/** What of an article is searched. */
export interface Searched {
  id: string;
  title: string;
  category: string;
  text: string;
  publishedAt: Date;
}

/** An article that was found. */
export interface Hit {
  id: string;
  score: number;
}

/** What is marked of an article that was found. */
export interface Marks {
  words: string[];
  excerpt?: string;
}

interface Kept {
  id: string;
  title: string;
  category: string;
  text: string;
  /** The text as it was written. */
  said: string;
  publishedMs: number;
  length: number;
}

/** By number of the article; `numbers` are those that answer at all. */
interface Answers {
  numbers: number[];
  values: Float64Array;
  shares: Float64Array;
}

/** A posting is, in one integer, the article's number, where it holds the token besides its text, and how often. */
const COUNTS = 64;
const TITLE_BIT = 64;
const CATEGORY_BIT = 128;
const NUMBERS = 256;
/** Of BM25: how soon more of the same says nothing more, and how much a long text is held against an article. */
const K1 = 1.2;
const B = 0.4;
const IN_TITLE = 2.2;
const IN_CATEGORY = 0.8;
const PHRASE_IN_TITLE = 1;
const PHRASE_IN_TEXT = 0.4;
/** Less of what was asked for than this is no answer. */
const LEAST_COVERED = 0.3;
const SPARE_DEAD = 64;
const SECOND_LOOK = 3;
const MOST_OF_A_PHRASE = 8;
const TELLING_TOKENS = 24;
const SAME_CATEGORY = 1.5;

const EXCERPT_BEFORE = 16;
const EXCERPT_LENGTH = 64;

const wordsOf = (clause: Clause): readonly string[] => clause.wordings.map(({ phrase }) => phrase);

/** What is said around a place; as it was written, unless its signs take other room than those that are compared. */
function excerptOf({ text, said }: Kept, at: number): string {
  const source = said.length === text.length ? said : text;
  const from = Math.max(0, at - EXCERPT_BEFORE);
  const to = from + EXCERPT_LENGTH;
  return `${from > 0 ? '…' : ''}${source.slice(from, to).trim()}${to < source.length ? '…' : ''}`;
}

/**
 * Published articles by the tokens that they hold, ranked by BM25 with weights for the title, for words that say the
 * same and for stretches that stand as they were typed.
 */
export class SearchIndex {
  private kept: (Kept | undefined)[] = [];
  private numbers = new Map<string, number>();
  private postings = new Map<string, number[]>();
  private letters = 0;

  get size(): number {
    return this.numbers.size;
  }

  /** Adds an article, or puts it in the place of its former text. */
  put({ id, title, category, text, publishedAt }: Searched): void {
    this.remove(id);
    const kept: Kept = {
      id,
      title: normalise(title),
      category: normalise(category),
      text: normalise(text),
      said: text,
      publishedMs: publishedAt.getTime(),
      length: title.length + text.length,
    };
    this.add(kept);
    if (this.kept.length > 2 * this.size + SPARE_DEAD) this.rebuild();
  }

  private add(kept: Kept): void {
    const number = this.kept.push(kept) - 1;
    this.numbers.set(kept.id, number);
    this.letters += kept.length;
    const inTitle = countTokens(kept.title);
    const inCategory = countTokens(kept.category);
    for (const [token, count] of countTokens(`${kept.title} ${kept.category} ${kept.text}`)) {
      const places = (inTitle.has(token) ? TITLE_BIT : 0) + (inCategory.has(token) ? CATEGORY_BIT : 0);
      const posting = number * NUMBERS + places + Math.min(count, COUNTS - 1);
      const postings = this.postings.get(token);
      if (postings) postings.push(posting);
      else this.postings.set(token, [posting]);
    }
  }

  /** Takes an article out; its postings go with the next rebuilding. */
  remove(id: string): void {
    const number = this.numbers.get(id);
    if (number === undefined) return;
    this.letters -= this.kept[number]?.length ?? 0;
    this.kept[number] = undefined;
    this.numbers.delete(id);
  }

  private rebuild(): void {
    const alive = this.kept.filter((kept) => kept !== undefined);
    this.kept = [];
    this.numbers = new Map();
    this.postings = new Map();
    this.letters = 0;
    for (const kept of alive) this.add(kept);
  }

  private idf(articles: number): number {
    return Math.log(1 + (this.size - articles + 0.5) / (articles + 0.5));
  }

  private ripe(count: number, length: number): number {
    const usual = this.letters / Math.max(this.size, 1);
    return (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / usual));
  }

  /** Calls back for each article that holds a phrase; its rarest token says where it is worth looking. */
  private eachHolder(phrase: string, call: (kept: Kept, number: number, places: number, count: number) => void): void {
    const lists = queryTokensOfRun(phrase).map((token) => this.postings.get(token) ?? []);
    const shortest = lists.reduce((least, list) => (list.length < least.length ? list : least), lists[0] ?? []);
    for (const posting of shortest) {
      const number = Math.floor(posting / NUMBERS);
      const kept = this.kept[number];
      if (!kept) continue;
      if (lists.length === 1) {
        const places = (posting & TITLE_BIT ? IN_TITLE : 0) + (posting & CATEGORY_BIT ? IN_CATEGORY : 0);
        call(kept, number, places, posting % COUNTS);
        continue;
      }
      const inTitle = kept.title.includes(phrase);
      const inCategory = kept.category.includes(phrase);
      const count = countPhrase(kept.text, phrase, MOST_OF_A_PHRASE) + Number(inTitle) + Number(inCategory);
      if (count > 0) call(kept, number, (inTitle ? IN_TITLE : 0) + (inCategory ? IN_CATEGORY : 0), count);
    }
  }

  /** How well each article answers one clause, before it is known how rare that is, and how exactly. */
  private answersTo({ wordings }: Clause): Answers {
    const answers: Answers = {
      numbers: [],
      values: new Float64Array(this.kept.length),
      shares: new Float64Array(this.kept.length),
    };
    const { numbers, values, shares } = answers;
    for (const { phrase, share } of wordings)
      this.eachHolder(phrase, (kept, number, places, count) => {
        const value = share * (places + this.ripe(count, kept.length));
        const former = values[number] ?? 0;
        if (former === 0) numbers.push(number);
        if (value <= former) return;
        values[number] = value;
        shares[number] = share;
      });
    return answers;
  }

  /** The articles that answer a query, of one category or all, the nearest first; of equal ones the newest. */
  search({ clauses, phrases }: Query, most: number, category?: string): Hit[] {
    const scores = new Float64Array(this.kept.length);
    const covered = new Float64Array(this.kept.length);
    let asked = 0;
    for (const clause of clauses) {
      const { numbers, values, shares } = this.answersTo(clause);
      // What no article knows cannot tell them apart.
      if (numbers.length === 0) continue;
      asked += clause.weight;
      const weight = clause.weight * this.idf(numbers.length);
      for (const number of numbers) {
        scores[number] = (scores[number] ?? 0) + weight * (values[number] ?? 0);
        covered[number] = (covered[number] ?? 0) + clause.weight * (shares[number] ?? 0);
      }
    }
    const only = category === undefined ? undefined : normalise(category);
    const hits = this.kept.flatMap((kept, number) => {
      const share = (covered[number] ?? 0) / asked;
      return kept && share >= LEAST_COVERED && (only === undefined || kept.category === only)
        ? [{ kept, score: (scores[number] ?? 0) * share }]
        : [];
    });
    // Texts are only read of what may come to stand on a page.
    const near = ranked(hits, most * SECOND_LOOK).map(({ kept, score }) => ({
      kept,
      score: score * (1 + nearness(kept, phrases)),
    }));
    return ranked(near, most).map(({ kept, score }) => ({ id: kept.id, score }));
  }

  /** The articles that share most of what is telling in one, those of its category before others. */
  related(id: string, most: number): Hit[] {
    const number = this.numbers.get(id);
    const kept = number === undefined ? undefined : this.kept[number];
    if (!kept) return [];
    const scores = new Map<number, number>();
    for (const { postings, weight } of this.tellingOf(kept))
      for (const posting of postings) {
        const other = Math.floor(posting / NUMBERS);
        if (other !== number) scores.set(other, (scores.get(other) ?? 0) + weight);
      }
    const hits = [...scores].flatMap(([other, score]) => {
      const found = this.kept[other];
      return found ? [{ kept: found, score: found.category === kept.category ? score * SAME_CATEGORY : score }] : [];
    });
    return ranked(hits, most).map(({ kept: { id: found }, score }) => ({ id: found, score }));
  }

  /** The tokens that say most about an article: often in it, above all in its title, and in few others. */
  private tellingOf(kept: Kept): { postings: number[]; weight: number }[] {
    const inTitle = countTokens(kept.title);
    return [...countTokens(`${kept.title} ${kept.text}`)]
      .flatMap(([token, count]) => {
        const postings = this.postings.get(token) ?? [];
        if (token.length < 2 || postings.length < 2 || postings.length > this.size / 2 + 1) return [];
        const places = this.ripe(count, kept.length) + (inTitle.has(token) ? IN_TITLE : 0);
        return [{ postings, weight: places * this.idf(postings.length) }];
      })
      .sort((one, other) => other.weight - one.weight)
      .slice(0, TELLING_TOKENS);
  }

  /** The words of a query that an article holds, and the text around the first of them. */
  marksOf(id: string, { clauses }: Query): Marks {
    const number = this.numbers.get(id);
    const kept = number === undefined ? undefined : this.kept[number];
    if (!kept) return { words: [] };
    const words = [...new Set(clauses.flatMap(wordsOf))].filter(
      (word) => kept.title.includes(word) || kept.text.includes(word),
    );
    const at = words.map((word) => kept.text.indexOf(word)).find((place) => place >= 0);
    return at === undefined ? { words } : { words, excerpt: excerptOf(kept, at) };
  }
}

interface Rated {
  kept: Kept;
  score: number;
}

const ranked = (hits: readonly Rated[], most: number): Rated[] =>
  [...hits]
    .sort(
      (one, other) =>
        other.score - one.score ||
        other.kept.publishedMs - one.kept.publishedMs ||
        (one.kept.id < other.kept.id ? 1 : -1),
    )
    .slice(0, most);

const nearness = ({ title, text }: Kept, phrases: readonly string[]): number =>
  phrases.reduce(
    (sum, phrase) => sum + (title.includes(phrase) ? PHRASE_IN_TITLE : text.includes(phrase) ? PHRASE_IN_TEXT : 0),
    0,
  );
