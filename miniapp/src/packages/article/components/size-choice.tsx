import type { ReactNode } from 'react';
import { PillTabs } from '@/components/pill-tabs';
import { chooseTextSize, useTextSize } from '@/stores/text-size';

const SIZES = [
  { value: 'usual', title: '标准字' },
  { value: 'larger', title: '大字' },
  { value: 'largest', title: '特大字' },
] as const;

/** How large the text is set. */
export function SizeChoice(): ReactNode {
  const size = useTextSize((state) => state.size);
  return <PillTabs label="文章的字号" look="filter" items={SIZES} value={size} onChange={chooseTextSize} />;
}
