import type { PropsWithChildren, ReactNode } from 'react';
import type { ApiError, ApiErrorCode } from '@/api/api-error';
import { ErrorBox } from './states';

/** Refusals where sending the very same once more may help. */
const TRY_AGAIN: readonly ApiErrorCode[] = [
  'OFFLINE',
  'BUSY',
  'INTERNAL',
  'RATE_LIMITED',
  'IDEMPOTENCY_IN_PROGRESS',
  'IDEMPOTENCY_MISMATCH',
];

interface FormErrorProps {
  error: ApiError | undefined;
  /** Sends the same once more. */
  onRetry: () => void;
  /** Loads anew what the form was made from, where the refusal says that it has changed. */
  onRefresh?: () => void;
  refreshText?: string;
}

/** Why something was not done, with the way on: the same once more, or a fresh look. */
export function FormError(props: PropsWithChildren<FormErrorProps>): ReactNode {
  const { error, onRetry, onRefresh, refreshText = '刷新看看', children } = props;
  if (!error) return null;
  const way = TRY_AGAIN.includes(error.code)
    ? { onRetry }
    : onRefresh
      ? { onRetry: onRefresh, retryText: refreshText }
      : {};
  return (
    <ErrorBox error={error} {...way}>
      {children}
    </ErrorBox>
  );
}
