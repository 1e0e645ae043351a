import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Pages } from '@/hooks/use-pages';
import { Button } from './button';
import { useKeptPart } from './kept-note';
import { Live } from './live';
import { Empty, ErrorBox, Loading, type PictureName } from './states';

interface PagedListProps<T> {
  pages: Pages<T>;
  emptyTitle: string;
  /** The drawing above that title. */
  picture?: PictureName;
  /** What one counts: 篇文章, 场讲座. */
  unit: string;
  children: (item: T) => ReactNode;
}

/** A list with a button for more: nothing loads by scrolling alone. */
export function PagedList<T>({ pages, emptyTitle, picture, unit, children }: PagedListProps<T>): ReactNode {
  const { items, hasMore, error, isLoading, loadMore, reload } = pages;
  useKeptPart(pages);
  if (items === undefined) {
    return error ? <ErrorBox error={error} onRetry={() => void reload()} /> : <Loading />;
  }
  if (items.length === 0) return <Empty title={emptyTitle} {...(picture ? { picture } : {})} />;
  return (
    <View className="stack">
      {items.map(children)}
      <Live>{hasMore ? `已显示${items.length}${unit}` : `共${items.length}${unit}，已经到底了`}</Live>
      {error ? <ErrorBox error={error} onRetry={() => void loadMore()} /> : null}
      {hasMore && !error ? (
        <Button kind="plain" isBusy={isLoading} busyText="正在打开…" onPress={() => void loadMore()}>
          看更多
        </Button>
      ) : null}
    </View>
  );
}
