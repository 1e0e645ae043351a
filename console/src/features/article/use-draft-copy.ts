import { useEffect, useState } from 'react';
import { useAccount } from '../../api/sign-in';
import type { KeptDraft } from '../../components/kept-draft';
import { dropDraft, keepDraft, readDraft } from '../../components/kept-draft';
import type { ArticleContent } from './article-content';
import { isContent, isSameContent } from './article-content';

const PAUSE_MS = 800;

/** The copy on this machine of what was typed and not saved. */
export interface DraftCopy {
  /** A copy of an earlier visit that differs from what is stored. */
  found: KeptDraft<ArticleContent> | null;
  /** Hides and forgets the found copy. */
  forget: () => void;
  /** Forgets the copy of what is being typed; call after saving. */
  saved: (articleId: string | null) => void;
}

/** Keeps unsaved text on this machine, a moment after each change. */
export function useDraftCopy(articleId: string | null, content: ArticleContent, dirty: boolean): DraftCopy {
  const accountId = useAccount()?.id ?? '';
  const keyOf = (id: string | null): string => `article.${accountId}.${id ?? 'new'}`;
  const key = keyOf(articleId);
  const [found, setFound] = useState(() => {
    const copy = readDraft(key, isContent);
    return copy && !isSameContent(copy.value, content) ? copy : null;
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
  return {
    found,
    forget: () => {
      dropDraft(key);
      setFound(null);
    },
    saved: (id) => dropDraft(keyOf(id)),
  };
}
