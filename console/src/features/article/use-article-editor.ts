import Image from '@tiptap/extension-image';
import type { Editor } from '@tiptap/react';
import { useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';

const extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    code: false,
    codeBlock: false,
    strike: false,
    link: { openOnClick: false, defaultProtocol: 'https', protocols: ['http', 'https', 'tel'] },
  }),
  // There is no button for pictures; those that an article already has are kept.
  Image,
];

/** The text editor of an article. */
export function useArticleEditor(html: string, onChange: (html: string) => void): Editor {
  return useEditor({
    extensions,
    content: html,
    editorProps: {
      attributes: {
        id: 'article-text',
        class: 'article-text',
        role: 'textbox',
        'aria-label': '正文',
        'aria-multiline': 'true',
        'aria-describedby': 'article-text-help',
      },
    },
    onUpdate: ({ editor }) => onChange(editor.isEmpty ? '' : editor.getHTML()),
  });
}

/** Characters of a text without blanks. */
export const countCharacters = (text: string): number => [...text.replace(/\s/g, '')].length;
