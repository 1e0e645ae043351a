import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { EmptyNote } from './empty-note';
import { ListBar } from './list-bar';
import { useListMemory } from './list-memory';
import { QueryView } from './query-view';
import { TableSkeleton } from './table-skeleton';

interface PagedQuery<T> {
  data: T[] | undefined;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

interface PagedTableProps<T> {
  /** Name of the list: the address of its page in the menu, so that the menu opens it as it was left. */
  list: string;
  /** What narrows it in the address and names nobody: see `ListBar`. */
  filters?: readonly string[];
  query: PagedQuery<T>;
  columns: TableColumnsType<T>;
  emptyText: string;
}

const titleOf = ({ title }: { title?: unknown }): string => (typeof title === 'string' ? title : '');

/** A table that grows page by page, with the columns and filters that its reader has chosen. */
export function PagedTable<T extends { id: string }>({
  list,
  filters = [],
  query,
  columns,
  emptyText,
}: PagedTableProps<T>) {
  const [{ hidden }] = useListMemory(list);
  // The first column says of what the row is, and stays.
  const shown = columns.filter((column, index) => index === 0 || !hidden.includes(titleOf(column)));
  return (
    <>
      <ListBar list={list} filters={filters} columns={columns.slice(1).map(titleOf).filter(Boolean)} />
      <QueryView query={query} loading={<TableSkeleton columns={shown.map(titleOf)} />}>
        {(items) => (
          <>
            <Table<T>
              rowKey="id"
              columns={shown}
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
    </>
  );
}
