import { useEffect, useRef, useState } from 'react';
import { articleApi } from '../../api/clients';
import type { ArticleContent } from './article-content';
import { isSameContent } from './article-content';

/** Whoever loses the machine loses no more than five seconds of typing: four, and the way. */
const EVERY_MS = 4000;
const MAX_LINE = 200;

/** Under this id the text of an article that is not saved yet is kept. */
export const NEW = 'new';

/** The copy on the server of what was typed and not saved. */
export interface ServerCopy {
  /** When it was kept last. */
  keptAt: string | null;
  /** The last attempt failed; it is tried again. */
  failed: boolean;
  /** Waits for what is under way, so that no older text arrives after a save. */
  settle: () => Promise<void>;
}

/** Keeps unsaved text on the server while somebody types. */
export function useServerCopy(
  articleId: string | null,
  content: ArticleContent,
  { active, baseRev }: { active: boolean; baseRev: number | null },
): ServerCopy {
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef(content);
  const sent = useRef<ArticleContent | null>(null);
  const underWay = useRef<Promise<void> | null>(null);
  useEffect(() => {
    latest.current = content;
  }, [content]);
  useEffect(() => {
    if (!active) return;
    const keep = async (now: ArticleContent): Promise<void> => {
      const { title, category, html, coverFileId } = now;
      const words = { title: title.slice(0, MAX_LINE), category: category.slice(0, MAX_LINE), html, coverFileId };
      try {
        const reply = await articleApi.saveCopy({ params: { id: articleId ?? NEW }, body: { ...words, baseRev } });
        sent.current = now;
        setKeptAt(reply.at);
        setFailed(false);
      } catch {
        setFailed(true);
      } finally {
        underWay.current = null;
      }
    };
    const timer = setInterval(() => {
      if (underWay.current || (sent.current && isSameContent(sent.current, latest.current))) return;
      underWay.current = keep(latest.current);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [active, articleId, baseRev]);
  return { keptAt, failed, settle: () => underWay.current ?? Promise.resolve() };
}
