import type { ArticleWork } from '@linkang/shared/api/article.routes';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { articleWords, StateTag } from '../../components/state-tag';
import { timeOf } from '@linkang/shared/domain/clinic-day';
import { ArticleButtons } from './article-buttons';
import { ArticleFields } from './article-fields';
import { FoundCopyNote, OthersNote, ReviewNote } from './article-notes';
import { ConflictPanel } from './conflict-panel';
import { PhonePreview } from './phone-preview';
import { stageWords } from './stage-words';
import './article.css';
import { useArticleForm, type ArticleFormState, type Opened } from './use-article-form';

interface ArticleFormProps {
  opened: Opened;
  onCreated: (work: ArticleWork) => void;
}

/** Ctrl+S saves, as everywhere else on a desk. */
function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** How much of what is typed is safe. */
function sayKept({ dirty, saved, kept }: ArticleFormState): string {
  if (!dirty) return saved ? '已全部保存' : '还没有保存';
  if (kept.failed) return '有没保存的修改，自动备份没有成功，会继续再试';
  return kept.keptAt ? `有没保存的修改，${timeOf(new Date(kept.keptAt))} 已自动备份` : '有没保存的修改';
}

/** The page of one article: fields, editor, buttons and preview. */
export function ArticleForm({ opened, onCreated }: ArticleFormProps) {
  const form = useArticleForm(opened, onCreated);
  const [previewing, setPreviewing] = useState(false);
  useSaveKey(() => void (form.busy || form.save()));
  const state = form.saved?.state ?? 'draft';
  const stage = form.saved && stageWords[form.saved.stage];
  return (
    <>
      <PageHeader
        title={form.saved ? '编辑文章' : '写文章'}
        back={<Link to={`/articles?state=${state}`}>返回文章列表</Link>}
        note={
          <>
            <StateTag word={articleWords[state]} /> {stage && <StateTag word={stage} />} {sayKept(form)}
          </>
        }
        actions={<ArticleButtons form={form} onPreview={() => setPreviewing(true)} />}
      />
      <div className="stack">
        <FoundCopyNote form={form} />
        <ReviewNote form={form} />
        <OthersNote form={form} />
        <ConflictPanel form={form} />
        <ArticleFields form={form} />
      </div>
      <PhonePreview
        open={previewing}
        title={form.content.title}
        category={form.content.category}
        html={form.content.html}
        onClose={() => setPreviewing(false)}
      />
    </>
  );
}
