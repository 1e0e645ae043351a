import Image from '@tiptap/extension-image';
import { Selection } from '@tiptap/pm/state';
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
  Image,
];

const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));

/**
 * The text editor of an article.
 * @param onPicture is given a picture that was pasted or dropped
 */
export function useArticleEditor(
  html: string,
  onChange: (html: string) => void,
  onPicture: (file: File) => void,
): Editor {
  const take = (data: DataTransfer | null): boolean => {
    const file = pictureIn(data);
    if (file) onPicture(file);
    return file !== undefined;
  };
  return useEditor({
    extensions,
    content: html,
    editorProps: {
      handlePaste: (_, event) => take(event.clipboardData),
      handleDrop: (view, event, __, isMoved) => {
        if (isMoved || !pictureIn(event.dataTransfer)) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
        return take(event.dataTransfer);
      },
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
