import type { Article } from '@linkang/shared/api/article.routes';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { articleWords, StateTag } from '../../components/state-tag';
import { ArticleButtons } from './article-buttons';
import { ArticleFields } from './article-fields';
import { ConflictNote, FoundCopyNote } from './article-notes';
import { PhonePreview } from './phone-preview';
import './article.css';
import { useArticleForm } from './use-article-form';

interface ArticleFormProps {
  /** Null for a new one. */
  article: Article | null;
  onCreated: (article: Article) => void;
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

/** The page of one article: fields, editor, buttons and preview. */
export function ArticleForm({ article, onCreated }: ArticleFormProps) {
  const form = useArticleForm(article, onCreated);
  const [previewing, setPreviewing] = useState(false);
  useSaveKey(() => void (form.busy || form.save()));
  const state = form.saved?.state ?? 'draft';
  return (
    <>
      <PageHeader
        title={form.saved ? '编辑文章' : '写文章'}
        back={<Link to={`/articles?state=${state}`}>返回文章列表</Link>}
        note={
          <>
            <StateTag word={articleWords[state]} />{' '}
            {form.dirty ? '有没保存的修改' : form.saved ? '已全部保存' : '还没有保存'}
          </>
        }
        actions={<ArticleButtons form={form} onPreview={() => setPreviewing(true)} />}
      />
      <div className="stack">
        <FoundCopyNote form={form} />
        <ConflictNote form={form} />
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
