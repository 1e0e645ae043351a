import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';

/** A button of the editor. */
export interface ToolButtonProps {
  name: string;
  keys?: string;
  icon: ReactNode;
  on?: boolean | undefined;
  onClick: () => void;
}

/** A button of the editor, named and with its keys. */
export function ToolButton({ name, keys, icon, on, onClick }: ToolButtonProps) {
  return (
    <Tooltip title={keys ? `${name}（${keys}）` : name}>
      <Button
        type="text"
        className={on ? 'tool tool-on' : 'tool'}
        aria-label={name}
        {...(on === undefined ? {} : { 'aria-pressed': on })}
        onClick={onClick}
      >
        {icon}
      </Button>
    </Tooltip>
  );
}
