import type { ArticleCopy } from '@linkang/shared/api/article.routes';
import { useEffect, useState } from 'react';
import { articleApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import type { KeptDraft } from '../../components/kept-draft';
import { dropDraft, keepDraft, readDraft } from '../../components/kept-draft';
import type { ArticleContent } from './article-content';
import { contentOf, isContent, isSameContent } from './article-content';
import { NEW } from './use-server-copy';

const PAUSE_MS = 800;

/** What was typed on an earlier visit and not saved. */
export interface FoundCopy extends KeptDraft<ArticleContent> {
  /** Where it was kept. */
  place: 'machine' | 'server';
  /** Somebody saved the article after it was begun. */
  isBehind: boolean;
}

/** The copies of what was typed and not saved. */
export interface DraftCopy {
  /** The newest copy of an earlier visit that differs from what is stored. */
  found: FoundCopy | null;
  /** Hides and forgets what was found. */
  forget: () => void;
  /** Forgets the copy of what is being typed; call after saving. */
  saved: (articleId: string | null) => void;
}

/** What is stored, and what the server kept besides. */
export interface StoredTexts {
  /** As the server has it; null for a new article. */
  stored: ArticleContent | null;
  copy: ArticleCopy | null;
  rev: number | null;
}

const EMPTY_HTML = ['', '<p></p>'];
const isBlank = ({ title, html }: ArticleContent): boolean => title === '' && EMPTY_HTML.includes(html);

/** The server's copy, where it holds something else than what is stored. */
function serverCopy({ stored, copy, rev }: StoredTexts): FoundCopy | null {
  if (!copy) return null;
  const value = contentOf(copy);
  const isKnown = stored ? isSameContent(value, stored) : isBlank(value);
  return isKnown ? null : { at: copy.at, value, place: 'server', isBehind: copy.baseRev !== rev };
}

/** Keeps unsaved text on this machine, a moment after each change, and finds what was kept before. */
export function useDraftCopy(
  articleId: string | null,
  content: ArticleContent,
  dirty: boolean,
  texts: StoredTexts,
): DraftCopy {
  const accountId = useAccount()?.id ?? '';
  const keyOf = (id: string | null): string => `article.${accountId}.${id ?? NEW}`;
  const key = keyOf(articleId);
  const [found, setFound] = useState((): FoundCopy | null => {
    const draft = readDraft(key, isContent);
    const local =
      draft && !isSameContent(draft.value, content) ? { ...draft, place: 'machine' as const, isBehind: false } : null;
    const remote = serverCopy(texts);
    return local && remote ? (local.at >= remote.at ? local : remote) : (local ?? remote);
  });
  useEffect(() => {
    // An older copy is not overwritten before its author has decided about it.
    if (!dirty || found || !accountId) return;
    const timer = setTimeout(() => keepDraft(key, content), PAUSE_MS);
    const keepNow = (): void => keepDraft(key, content);
    window.addEventListener('pagehide', keepNow);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', keepNow);
    };
  }, [key, content, dirty, found, accountId]);
  const dropKept = (id: string | null): void => {
    dropDraft(keyOf(id));
    // What stays behind is offered once more on the next visit, no more.
    void articleApi.dropCopy({ params: { id: id ?? NEW } }).catch(() => undefined);
  };
  return {
    found,
    forget: () => {
      dropKept(articleId);
      setFound(null);
    },
    saved: dropKept,
  };
}
