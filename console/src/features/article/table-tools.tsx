import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, toggleHeaderRow } from '@tiptap/pm/tables';
import type { Command } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { ToolButton } from './tool-button';

const tools: readonly { name: string; sign: string; command: Command }[] = [
  { name: '在下面加一行', sign: '加行', command: addRowAfter },
  { name: '在右边加一列', sign: '加列', command: addColumnAfter },
  { name: '删除这一行', sign: '删行', command: deleteRow },
  { name: '删除这一列', sign: '删列', command: deleteColumn },
  { name: '第一行当表头', sign: '表头', command: toggleHeaderRow },
  { name: '删除整个表格', sign: '删表格', command: deleteTable },
];

/** What can be done with the table at the cursor. */
export function TableTools({ editor }: { editor: Editor }) {
  return (
    <>
      {tools.map(({ name, sign, command }) => (
        <ToolButton
          key={name}
          name={name}
          icon={<span aria-hidden>{sign}</span>}
          onClick={() =>
            editor
              .chain()
              .focus()
              .command(({ state, dispatch }) => command(state, dispatch))
              .run()
          }
        />
      ))}
    </>
  );
}
