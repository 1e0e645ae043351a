import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { EmptyNote } from './empty-note';
import { QueryView } from './query-view';

interface PagedQuery<T> {
  data: T[] | undefined;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

interface PagedTableProps<T> {
  query: PagedQuery<T>;
  columns: TableColumnsType<T>;
  emptyText: string;
}

/** A table that grows page by page. */
export function PagedTable<T extends { id: string }>({ query, columns, emptyText }: PagedTableProps<T>) {
  return (
    <QueryView query={query}>
      {(items) => (
        <>
          <Table<T>
            rowKey="id"
            columns={columns}
            dataSource={items}
            pagination={false}
            locale={{ emptyText: <EmptyNote text={emptyText} /> }}
          />
          <div className="list-foot">
            {query.hasNextPage ? (
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                载入更多
              </Button>
            ) : (
              items.length > 0 && <span>共 {items.length} 条，已全部显示</span>
            )}
          </div>
        </>
      )}
    </QueryView>
  );
}
