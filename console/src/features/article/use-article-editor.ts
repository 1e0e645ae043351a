import { Selection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { useEditor } from '@tiptap/react';
import { articleExtensions } from './article-extensions';
import { cleanPasted } from './paste-cleaner';

const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));

interface EditorEvents {
  onChange: (html: string) => void;
  /** A picture was pasted or dropped. */
  onPicture: (file: File) => void;
  /** Pictures of other sites were pasted, and left out. */
  onPicturesLost: (count: number) => void;
}

/** The text editor of an article. */
export function useArticleEditor(html: string, { onChange, onPicture, onPicturesLost }: EditorEvents): Editor {
  const take = (data: DataTransfer | null): boolean => {
    // Word lays a picture of the text beside the text.
    const file = data?.types.includes('text/html') ? undefined : pictureIn(data);
    if (file) onPicture(file);
    return file !== undefined;
  };
  return useEditor({
    extensions: articleExtensions,
    content: html,
    editorProps: {
      transformPastedHTML: (pasted) => {
        const { html: clean, picturesLost } = cleanPasted(pasted);
        if (picturesLost > 0) onPicturesLost(picturesLost);
        return clean;
      },
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
