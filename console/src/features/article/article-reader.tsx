import { EditorContent, useEditor } from '@tiptap/react';
import { articleExtensions } from './article-extensions';

/** The text of an article to be read: only what the editor knows gets through. */
export function ArticleReader({ html }: { html: string }) {
  const editor = useEditor({
    extensions: articleExtensions,
    content: html,
    editable: false,
    editorProps: { attributes: { class: 'article-text', role: 'document', 'aria-label': '正文', tabindex: '0' } },
  });
  return <EditorContent editor={editor} />;
}
