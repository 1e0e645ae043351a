import type { Deps } from '../../platform/deps';
import { ReplyCache } from '../../platform/http/kept-reply';
import {
  findLastWritten,
  findRefusedIds,
  findWrittenSince,
  onArticleWritten,
  streamPublished,
  type SearchedRow,
} from './article.model';
import { SearchIndex } from './search-index';

/** So long may this process not know what another one has written. */
const LOOK_EVERY_MS = 2000;
/** Clocks of processes may differ by this. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

const BLOCK_END = /<\/(?:p|h2|h3|li|blockquote|td|th|tr)>|<br \/>|<hr \/>/g;
const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words of sanitised HTML: quick, for it is done with all articles when the first reader searches. */
const wordsOf = (html: string): string =>
  html
    .replace(BLOCK_END, '$& ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What readers are given again and again, kept in the process: the replies, and the index by which articles are found.
 * What this process writes is known at once, what others write within seconds; there is no timer, readers look.
 */
export class ArticleShelf {
  readonly replies = new ReplyCache();
  private readonly index = new SearchIndex();
  /** Articles whose place in the index is out of date. */
  private readonly stale = new Set<string>();
  private readonly revs = new Map<string, number>();
  private refused = new Set<string>();
  private newest: Date | undefined;
  private lookedMs = -Infinity;
  private looking: Promise<void> | undefined;
  private filling: Promise<void> = Promise.resolve();
  private isFilled = false;

  constructor() {
    onArticleWritten((id) => this.markStale([id]));
  }

  private markStale(ids: readonly string[]): void {
    if (ids.length === 0) return;
    ids.forEach((id) => this.stale.add(id));
    this.replies.clear();
  }

  /** Takes notice of what other processes wrote, where that was not done just now. */
  async look(): Promise<void> {
    if (performance.now() - this.lookedMs < LOOK_EVERY_MS) return;
    this.looking ??= this.takeNotice().finally(() => {
      this.looking = undefined;
    });
    await this.looking;
  }

  private async takeNotice(): Promise<void> {
    const startedMs = performance.now();
    this.newest ??= (await findLastWritten()) ?? new Date(0);
    const [written, refused] = await Promise.all([
      findWrittenSince(new Date(this.newest.getTime() - CLOCKS_DIFFER_MS)),
      findRefusedIds(),
    ]);
    const news = written.filter(({ _id, rev }) => this.revs.get(_id) !== rev);
    for (const { _id, rev, updatedAt } of news) {
      this.revs.set(_id, rev);
      if (updatedAt > this.newest) this.newest = updatedAt;
    }
    const turned = [
      ...refused.filter((id) => !this.refused.has(id)),
      ...[...this.refused].filter((id) => !refused.includes(id)),
    ];
    this.refused = new Set(refused);
    this.markStale([...news.map(({ _id }) => _id), ...turned]);
    this.lookedMs = startedMs;
  }

  /** The index, as up to date as this process can know. */
  async searchIndex(): Promise<SearchIndex> {
    await this.look();
    // One after the other: what became stale during one catching up is for the next.
    this.filling = this.filling.catch(() => undefined).then(() => this.catchUp());
    await this.filling;
    return this.index;
  }

  private async catchUp(): Promise<void> {
    if (this.isFilled && this.stale.size === 0) return;
    const ids = this.isFilled ? [...this.stale] : undefined;
    this.stale.clear();
    try {
      const gone = new Set(ids);
      // A few at a time: others are answered in between.
      for await (const row of streamPublished(ids)) {
        this.put(row);
        gone.delete(row._id);
      }
      gone.forEach((id) => this.index.remove(id));
      this.isFilled = true;
    } catch (error) {
      ids?.forEach((id) => this.stale.add(id));
      throw error;
    }
  }

  private put({ _id, title, category, html, publishedAt }: SearchedRow): void {
    this.index.put({ id: _id, title, category, text: wordsOf(html), publishedAt: publishedAt ?? new Date(0) });
  }
}

const shelves = new WeakMap<Deps, ArticleShelf>();

/** The shelf of this process. */
export function shelfOf(deps: Deps): ArticleShelf {
  const shelf = shelves.get(deps) ?? new ArticleShelf();
  shelves.set(deps, shelf);
  return shelf;
}
