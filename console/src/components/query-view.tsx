import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ErrorResult } from './error-result';
import { PageHeader } from './page-header';

interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface QueryViewProps<T> {
  query: QueryLike<T>;
  /** Heading of the page while there is no data to make it from. */
  title?: string;
  /** What stands there meanwhile, in the shape of what comes. */
  loading?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows that something is being loaded. */
export function Loading() {
  return (
    <div role="status" aria-label="正在加载">
      <Skeleton active paragraph={{ rows: 4 }} />
    </div>
  );
}

/** Loading, error with retry, or the data; older data stays in view when only the update failed. */
export function QueryView<T>({ query, title, loading, children }: QueryViewProps<T>) {
  const failure = query.error ? <ErrorResult error={query.error} onRetry={() => void query.refetch()} /> : null;
  if (query.data === undefined) {
    return (
      <>
        {title && <PageHeader title={title} />}
        {failure ?? loading ?? <Loading />}
      </>
    );
  }
  return (
    <>
      {failure}
      {children(query.data)}
    </>
  );
}
