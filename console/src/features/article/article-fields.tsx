import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Form, Input } from 'antd';
import type { Schema } from '@tiptap/pm/model';
import { EditorContent, type Editor } from '@tiptap/react';
import { useMemo } from 'react';
import { articleApi } from '../../api/clients';
import { CATEGORY_MAX, TITLE_MAX } from './article-content';
import { CoverField } from './cover-field';
import { DocumentButton } from './document-button';
import { EditorToolbar } from './editor-toolbar';
import { PictureDialog } from './picture-dialog';
import { linesOf } from './text-diff';
import { sentenceWarnings } from './text-warnings';
import { countCharacters } from './use-article-editor';
import type { ArticleFormState } from './use-article-form';
import { usePictureWarnings } from './use-picture-warnings';

/** Characters that an older reader reads in a minute. */
const CHARACTERS_A_MINUTE = 300;

/** The state of a field, for one with a fault only. */
const faultOf = (text: string | undefined) => (text ? ({ validateStatus: 'error', help: text } as const) : {});

/** The editor is drawn once more after it was closed; by then it has no text, though its type promises one. */
const textIn = (editor: Editor): string => ((editor.schema as Schema | null) ? editor.getText() : '');

function Length({ text }: { text: string }) {
  const count = countCharacters(text);
  return (
    <p id="article-text-help" className="soft article-length">
      共 {count} 字，阅读约 {Math.max(1, Math.ceil(count / CHARACTERS_A_MINUTE))} 分钟
    </p>
  );
}

/** What older readers will have trouble with. */
function Warnings({ html }: { html: string }) {
  const sentences = useMemo(() => sentenceWarnings(linesOf(html)), [html]);
  const pictures = usePictureWarnings(html);
  const warnings = [...sentences, ...pictures];
  return (
    <div role="status" className="article-warnings">
      {warnings.length > 0 && (
        <>
          <p>给老人看，建议改一改（不改也能保存）：</p>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Title, category and text of an article; Enter in a field saves. */
export function ArticleFields({ form }: { form: ArticleFormState }) {
  const { content, faults, editor } = form;
  const categories = useQuery({ queryKey: ['article-categories'], queryFn: () => articleApi.categories({}) });
  const options = (categories.data?.items ?? []).map(({ name, count }) => ({
    value: name,
    label: `${name}（${count} 篇）`,
  }));
  return (
    <>
      <Form className="panel" layout="vertical" onFinish={() => void (form.busy || form.save())}>
        <div className="article-head">
          <Form.Item label="标题" htmlFor="article-title" required {...faultOf(faults.title)}>
            <Input
              id="article-title"
              size="large"
              autoFocus={!form.saved}
              value={content.title}
              count={{ show: true, max: TITLE_MAX, strategy: (text) => [...text].length }}
              onChange={(event) => form.change({ title: event.target.value })}
            />
          </Form.Item>
          <Form.Item label="分类" htmlFor="article-category" required {...faultOf(faults.category)}>
            <AutoComplete
              id="article-category"
              size="large"
              value={content.category}
              options={options}
              maxLength={CATEGORY_MAX}
              showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }}
              onChange={(category: string) => form.change({ category: category ?? '' })}
            />
          </Form.Item>
        </div>
        <Form.Item label="封面（可不选）" {...faultOf(faults.coverFileId)}>
          <CoverField fileId={content.coverFileId} onChange={(coverFileId) => form.change({ coverFileId })} />
        </Form.Item>
        <Form.Item label="正文" required {...faultOf(content.html === '' ? faults.html : undefined)}>
          <div className="article-sources">
            <DocumentButton form={form} />
            <span className="soft">也可以从 Word 或公众号里复制，粘贴到下面；格式会自动整理。</span>
          </div>
          <div className="article-editor">
            <EditorToolbar editor={editor} onPicture={() => form.askPicture({ file: null })} />
            <EditorContent editor={editor} />
          </div>
          <Length text={textIn(editor)} />
          <Warnings html={content.html} />
        </Form.Item>
        <button type="submit" hidden />
      </Form>
      {form.picture && <PictureDialog editor={editor} file={form.picture.file} onClose={() => form.askPicture(null)} />}
    </>
  );
}
