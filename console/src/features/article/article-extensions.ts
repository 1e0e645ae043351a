import Image from '@tiptap/extension-image';
import StarterKit from '@tiptap/starter-kit';
import { tableNodes } from './table-nodes';

/** What the text of an article can consist of; the server keeps the same. */
export const articleExtensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    code: false,
    codeBlock: false,
    link: { openOnClick: false, defaultProtocol: 'https', protocols: ['http', 'https', 'tel'] },
  }),
  Image,
  ...tableNodes,
];
