import {
  BoldOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PictureOutlined,
  PlaySquareOutlined,
  RedoOutlined,
  TableOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import type { ChainedCommands, Editor } from '@tiptap/react';
import { useEditorState } from '@tiptap/react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { LinkDialog } from './link-dialog';
import { emptyTable } from './table-nodes';
import { TableTools } from './table-tools';
import { ToolButton } from './tool-button';
import { VideoDialog } from './video-dialog';

interface Tool {
  name: string;
  keys: string;
  icon: ReactNode;
  run: (chain: ChainedCommands) => ChainedCommands;
  /** Whether the text at the cursor has this form; absent for tools without a state. */
  isOn?: (editor: Editor) => boolean;
}

const tools: readonly Tool[] = [
  {
    name: '大标题',
    keys: 'Ctrl+Alt+2',
    icon: <b aria-hidden>大</b>,
    run: (chain) => chain.toggleHeading({ level: 2 }),
    isOn: (editor) => editor.isActive('heading', { level: 2 }),
  },
  {
    name: '小标题',
    keys: 'Ctrl+Alt+3',
    icon: <small aria-hidden>小</small>,
    run: (chain) => chain.toggleHeading({ level: 3 }),
    isOn: (editor) => editor.isActive('heading', { level: 3 }),
  },
  {
    name: '加粗',
    keys: 'Ctrl+B',
    icon: <BoldOutlined aria-hidden />,
    run: (chain) => chain.toggleBold(),
    isOn: (editor) => editor.isActive('bold'),
  },
  {
    name: '项目列表',
    keys: 'Ctrl+Shift+8',
    icon: <UnorderedListOutlined aria-hidden />,
    run: (chain) => chain.toggleBulletList(),
    isOn: (editor) => editor.isActive('bulletList'),
  },
  {
    name: '编号列表',
    keys: 'Ctrl+Shift+7',
    icon: <OrderedListOutlined aria-hidden />,
    run: (chain) => chain.toggleOrderedList(),
    isOn: (editor) => editor.isActive('orderedList'),
  },
  {
    name: '引用',
    keys: 'Ctrl+Shift+B',
    icon: <span aria-hidden>“ ”</span>,
    run: (chain) => chain.toggleBlockquote(),
    isOn: (editor) => editor.isActive('blockquote'),
  },
  { name: '撤销', keys: 'Ctrl+Z', icon: <UndoOutlined aria-hidden />, run: (chain) => chain.undo() },
  { name: '重做', keys: 'Ctrl+Shift+Z', icon: <RedoOutlined aria-hidden />, run: (chain) => chain.redo() },
];

/** The forms that the text can take; each button is named and shows its keys. */
export function EditorToolbar({ editor, onPicture }: { editor: Editor; onPicture: () => void }) {
  const [linking, setLinking] = useState(false);
  const [showing, setShowing] = useState(false);
  const states = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      on: tools.map((tool) => tool.isOn?.(current) ?? null),
      link: current.isActive('link'),
      table: current.isActive('table'),
    }),
  });
  return (
    <div role="group" aria-label="正文格式" className="tools">
      {tools.map((tool, i) => (
        <ToolButton
          key={tool.name}
          name={tool.name}
          keys={tool.keys}
          icon={tool.icon}
          on={states.on[i] ?? undefined}
          onClick={() => tool.run(editor.chain().focus()).run()}
        />
      ))}
      <ToolButton name="链接" icon={<LinkOutlined aria-hidden />} on={states.link} onClick={() => setLinking(true)} />
      <ToolButton name="图片" icon={<PictureOutlined aria-hidden />} onClick={onPicture} />
      <ToolButton name="视频链接" icon={<PlaySquareOutlined aria-hidden />} onClick={() => setShowing(true)} />
      {states.table ? (
        <TableTools editor={editor} />
      ) : (
        <ToolButton
          name="表格"
          icon={<TableOutlined aria-hidden />}
          onClick={() => editor.chain().focus().insertContent(emptyTable).run()}
        />
      )}
      {showing && <VideoDialog editor={editor} onClose={() => setShowing(false)} />}
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </div>
  );
}
