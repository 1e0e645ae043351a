import type { ReactNode } from 'react';
import { chooseTextSize, useTextSize } from '@/stores/text-size';
import { PillTabs } from './pill-tabs';

const SIZES = [
  { value: 'usual', title: '标准字' },
  { value: 'larger', title: '大字' },
  { value: 'largest', title: '特大字' },
] as const;

/** How large the letters of every page are. */
export function SizeChoice(): ReactNode {
  const size = useTextSize((state) => state.size);
  return <PillTabs label="字号" look="filter" items={SIZES} value={size} onChange={chooseTextSize} />;
}
