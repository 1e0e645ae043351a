import { Empty } from 'antd';
import type { ReactNode } from 'react';

/** Says that there is nothing, and what one can do about it. */
export function EmptyNote({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
      {children}
    </Empty>
  );
}
