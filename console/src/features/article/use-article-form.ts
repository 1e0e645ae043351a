import type { Article } from '@linkang/shared/api/article.routes';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { hasCode } from '../../api/api-error';
import { faultPath, faultsOf, faultText } from '../../components/form-faults';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import type { ArticleContent, ContentFaults } from './article-content';
import { checkContent, isSameContent } from './article-content';
import type { SavedArticle } from './use-article-actions';
import { useArticleActions } from './use-article-actions';
import { useArticleEditor } from './use-article-editor';
import type { DraftCopy } from './use-draft-copy';
import { useDraftCopy } from './use-draft-copy';

const EMPTY: ArticleContent = { title: '', category: '', html: '', coverFileId: null };

const contentOf = ({ title, category, html, coverFileId }: Article): ArticleContent => ({
  title,
  category,
  html,
  coverFileId,
});

/** A picture is to be put in: one that was pasted or dropped, or one yet to be chosen. */
export interface PictureAsked {
  file: File | null;
}

/** Everything that the page of one article shows and does. */
export interface ArticleFormState {
  editor: Editor;
  picture: PictureAsked | null;
  /** Opens and closes the dialog for a picture. */
  askPicture: (asked: PictureAsked | null) => void;
  content: ArticleContent;
  change: (part: Partial<ArticleContent>) => void;
  /** Replaces the whole content, the text in the editor as well. */
  replace: (content: ArticleContent) => void;
  faults: ContentFaults;
  saved: SavedArticle | null;
  dirty: boolean;
  copy: DraftCopy;
  busy: boolean;
  /** Somebody else saved the article meanwhile. */
  conflict: boolean;
  save: () => Promise<SavedArticle | null>;
  publish: () => Promise<void>;
  withdraw: () => Promise<void>;
  /** Takes over the stored version: its revision only, or its text as well. */
  meet: (newer: Article, takeText: boolean) => void;
}

/** Content, saved state and faults of an article being written. */
function useContent(article: Article | null) {
  const [content, setContent] = useState(article ? contentOf(article) : EMPTY);
  const [picture, setPicture] = useState<PictureAsked | null>(null);
  const editor = useArticleEditor(
    content.html,
    (html) => setContent((old) => ({ ...old, html })),
    (file) => setPicture({ file }),
  );
  // The editor writes the same text in its own way; only what differs from that was typed.
  const [baseline, setBaseline] = useState(() => ({ ...content, html: editor.isEmpty ? '' : editor.getHTML() }));
  const [first, setFirst] = useState(true);
  if (first) {
    setFirst(false);
    setContent(baseline);
  }
  const replace = (next: ArticleContent): ArticleContent => {
    editor.commands.setContent(next.html, { emitUpdate: false });
    const shown = { ...next, html: editor.isEmpty ? '' : editor.getHTML() };
    setContent(shown);
    return shown;
  };
  return { content, setContent, editor, baseline, setBaseline, replace, picture, setPicture };
}

/** What was wrong with the last save. */
function useFailure() {
  const [faults, setFaults] = useState<ContentFaults>({});
  const [conflict, setConflict] = useState(false);
  const tell = useTell();
  const fail = (error: unknown): null => {
    if (hasCode(error, 'STATE_CONFLICT')) setConflict(true);
    else tell.failed(error);
    setFaults(Object.fromEntries(faultsOf(error).map((fault) => [faultPath(fault), faultText(fault)])));
    return null;
  };
  const clear = (part: Partial<ArticleContent>): void =>
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in part))));
  return { faults, setFaults, clear, conflict, setConflict, fail };
}

/** State and actions of the page of one article. */
export function useArticleForm(article: Article | null, onCreated: (article: Article) => void): ArticleFormState {
  const { content, setContent, editor, baseline, setBaseline, replace, picture, setPicture } = useContent(article);
  const [saved, setSaved] = useState<SavedArticle | null>(article);
  const { faults, setFaults, clear, conflict, setConflict, fail } = useFailure();
  const actions = useArticleActions();
  const tell = useTell();
  const dirty = !isSameContent(content, baseline);
  const copy = useDraftCopy(saved?.id ?? null, content, dirty);
  const letPass = useUnsavedGuard(dirty);

  const store = async (): Promise<SavedArticle | null> => {
    const found = checkContent(content);
    setFaults(found);
    if (Object.keys(found).length > 0) return null;
    const reply = await actions.save.mutateAsync({ content, saved }).catch(fail);
    if (!reply) return null;
    copy.saved(saved?.id ?? null);
    setSaved(reply);
    setBaseline(content);
    letPass();
    if (!saved) onCreated(reply);
    return reply;
  };
  const move = async (step: 'publish' | 'withdraw', words: string): Promise<void> => {
    const target = step === 'publish' && (dirty || !saved) ? await store() : saved;
    if (!target) return;
    const reply = await actions[step].mutateAsync(target.id).catch(fail);
    if (!reply) return;
    setSaved(reply);
    tell.done(words);
  };
  return {
    editor,
    picture,
    askPicture: setPicture,
    content,
    change: (part) => {
      setContent((old) => ({ ...old, ...part }));
      clear(part);
    },
    replace,
    faults,
    saved,
    dirty,
    copy,
    busy: actions.save.isPending || actions.publish.isPending || actions.withdraw.isPending,
    conflict,
    save: async () => {
      const reply = await store();
      if (reply) tell.done('已保存');
      return reply;
    },
    publish: () => move('publish', '已发布，居民现在能看到'),
    withdraw: () => move('withdraw', '已撤下，居民看不到了'),
    meet: (newer, takeText) => {
      setSaved(newer);
      setConflict(false);
      if (takeText) setBaseline(replace(contentOf(newer)));
    },
  };
}
