import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { readingApi } from '@/api/clients';
import { SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { useLoad } from '@/hooks/use-load';
import { openOrReplace, routes } from '@/routes';

/** Articles near to one; where there are none, or no network, there is nothing. */
export function Related({ id }: { id: string }): ReactNode {
  const { data } = useLoad(`related.${id}`, () => readingApi.related({ params: { id } }));
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <SectionTitle>相关的文章</SectionTitle>
      <View className="cells">
        {data.items.map((item) => (
          <Cell
            key={item.id}
            icon="book"
            title={item.title}
            note={`${item.category} · 约${item.readMinutes}分钟读完`}
            onPress={() => openOrReplace(routes.article(item.id))}
          />
        ))}
      </View>
    </>
  );
}
