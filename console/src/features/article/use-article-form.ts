import type { ArticleCopy, ArticleVersion, ArticleWork } from '@linkang/shared/api/article.routes';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { ApiError } from '../../api/api-error';
import { articleApi } from '../../api/clients';
import { faultPath, faultsOf, faultText } from '../../components/form-faults';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import type { ArticleContent, ContentFaults } from './article-content';
import { checkContent, contentOf, isSameContent } from './article-content';
import type { Step } from './use-article-actions';
import { useArticleActions } from './use-article-actions';
import { useArticleEditor } from './use-article-editor';
import type { DraftCopy } from './use-draft-copy';
import { useDraftCopy } from './use-draft-copy';
import type { ServerCopy } from './use-server-copy';
import { useServerCopy } from './use-server-copy';

const EMPTY: ArticleContent = { title: '', category: '', html: '', coverFileId: null };

/** What the server knows of the article when the page is opened; nothing of a new one but unsaved text. */
export interface Opened {
  work: ArticleWork | null;
  copy: ArticleCopy | null;
}

/** The text that somebody else saved meanwhile. */
export type Theirs = ArticleVersion & { rev: number };

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
  saved: ArticleWork | null;
  dirty: boolean;
  copy: DraftCopy;
  kept: ServerCopy;
  busy: boolean;
  /** Somebody else saved the article meanwhile. */
  theirs: Theirs | null;
  save: () => Promise<ArticleWork | null>;
  publish: () => Promise<void>;
  withdraw: () => Promise<void>;
  submit: () => Promise<void>;
  /** Sets the time of publishing, or takes it back. */
  schedule: (publishAt: string | null) => Promise<void>;
  /** Decides between two texts: the own one goes on from the other's revision, or the other's takes its place. */
  settle: (choice: 'mine' | 'theirs') => Promise<void>;
}

/** Content, saved state and faults of an article being written. */
function useContent(work: ArticleWork | null) {
  const [content, setContent] = useState(work ? contentOf(work) : EMPTY);
  const [picture, setPicture] = useState<PictureAsked | null>(null);
  const tell = useTell();
  const editor = useArticleEditor(content.html, {
    onChange: (html) => setContent((old) => ({ ...old, html })),
    onPicture: (file) => setPicture({ file }),
    onPicturesLost: (count) => tell.warned(`有 ${count} 张图片没有带过来，请先存到电脑上，再用“图片”按钮插入`),
  });
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

/** The other's text in a refusal. */
const theirsIn = (error: unknown): Theirs | null =>
  error instanceof ApiError && error.code === 'STATE_CONFLICT' && typeof error.conflict === 'object'
    ? (error.conflict as Theirs | null)
    : null;

/** What was wrong with the last save. */
function useFailure() {
  const [faults, setFaults] = useState<ContentFaults>({});
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const tell = useTell();
  const fail = (error: unknown): null => {
    const other = theirsIn(error);
    if (other) setTheirs(other);
    else tell.failed(error);
    setFaults(Object.fromEntries(faultsOf(error).map((fault) => [faultPath(fault), faultText(fault)])));
    return null;
  };
  const clear = (part: Partial<ArticleContent>): void =>
    setFaults((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !(name in part))));
  return { faults, setFaults, clear, theirs, setTheirs, fail };
}

const done: Record<Step['kind'], string> = {
  publish: '已发布，居民现在能看到',
  withdraw: '已撤下，居民看不到了',
  submit: '已提交，请医生在“文章审核”里看',
  schedule: '已定好时间，到时自动发布',
};

/** State and actions of the page of one article. */
export function useArticleForm({ work, copy: kept }: Opened, onCreated: (work: ArticleWork) => void): ArticleFormState {
  const { content, setContent, editor, baseline, setBaseline, replace, picture, setPicture } = useContent(work);
  const [saved, setSaved] = useState<ArticleWork | null>(work);
  const { faults, setFaults, clear, theirs, setTheirs, fail } = useFailure();
  const actions = useArticleActions();
  const tell = useTell();
  const dirty = !isSameContent(content, baseline);
  const busy = actions.save.isPending || actions.step.isPending;
  const copy = useDraftCopy(saved?.id ?? null, content, dirty, {
    stored: work && contentOf(work),
    copy: kept,
    rev: work?.rev ?? null,
  });
  const serverCopy = useServerCopy(saved?.id ?? null, content, {
    active: dirty && !busy && copy.found === null,
    baseRev: saved?.rev ?? null,
  });
  const letPass = useUnsavedGuard(dirty);

  const store = async (onto = saved): Promise<ArticleWork | null> => {
    const found = checkContent(content);
    setFaults(found);
    if (Object.keys(found).length > 0) return null;
    await serverCopy.settle();
    const reply = await actions.save.mutateAsync({ content, saved: onto }).catch(fail);
    if (!reply) return null;
    copy.saved(onto?.id ?? null);
    setSaved(reply);
    setBaseline(content);
    letPass();
    if (!onto) onCreated(reply);
    return reply;
  };
  const take = async (stepOf: (target: ArticleWork) => Step, words?: string, savesFirst = true): Promise<void> => {
    const target = (savesFirst && dirty) || !saved ? await store() : saved;
    if (!target) return;
    const step = stepOf(target);
    const reply = await actions.step.mutateAsync(step).catch(fail);
    if (!reply) return;
    setSaved(reply);
    tell.done(words ?? done[step.kind]);
  };
  const settle = async (choice: 'mine' | 'theirs'): Promise<void> => {
    if (!theirs || !saved) return;
    const newer = await articleApi.work({ params: { id: saved.id } }).catch(fail);
    if (!newer) return;
    setTheirs(null);
    setSaved(newer);
    if (choice === 'theirs') setBaseline(replace(contentOf(newer)));
    // Whoever saved once more in between is shown again.
    else if (await store({ ...newer, rev: theirs.rev })) tell.done('已保存，对方的文字留在历史版本里');
  };
  return {
    ...{ editor, picture, content, faults, saved, dirty, copy, busy, theirs, replace, settle },
    kept: serverCopy,
    askPicture: setPicture,
    change: (part) => {
      setContent((old) => ({ ...old, ...part }));
      clear(part);
    },
    save: async () => {
      const reply = await store();
      if (reply) tell.done('已保存');
      return reply;
    },
    publish: () => take((target) => ({ kind: 'publish', saved: target })),
    withdraw: () => take((target) => ({ kind: 'withdraw', saved: target }), undefined, false),
    submit: () => take((target) => ({ kind: 'submit', saved: target })),
    schedule: (publishAt) =>
      take(
        (target) => ({ kind: 'schedule', saved: target, publishAt }),
        publishAt === null ? '已取消定时发布' : undefined,
        publishAt !== null,
      ),
  };
}
