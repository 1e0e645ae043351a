import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ReportItem } from '@linkang/shared/api/physical.routes';
import { Button } from '@/components/button';
import { Fact } from '@/components/cell';

const sayItem = ({ value, unit, reference, verdict }: ReportItem): string =>
  `${value}${unit}${verdict === 'normal' && reference !== null && unit !== '' ? `（正常${reference}）` : ''}`;

/** What is normal, folded away until it is asked for; on paper it is always there. */
export function NormalItems({ title, items }: { title: string; items: readonly ReportItem[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (items.length === 0) return null;
  return (
    <View className="stack">
      <Button kind="plain" icon={isOpen ? 'cross' : 'list'} onPress={() => setOpen(!isOpen)}>
        {isOpen ? `收起${title}` : `${title}（${items.length}项），点开看`}
      </Button>
      <View className={`cells ${isOpen ? 'is-open' : 'is-folded'}`}>
        {items.map((item) => (
          <Fact key={item.code} name={item.plain}>
            {sayItem(item)}
          </Fact>
        ))}
      </View>
    </View>
  );
}
