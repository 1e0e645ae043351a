import { Alert, Button } from 'antd';
import { ApiError, errorText } from '../api/api-error';

interface ErrorResultProps {
  error: unknown;
  onRetry: () => void;
}

/** A part of the page that could not be loaded: what happened, and a button to try again. */
export function ErrorResult({ error, onRetry }: ErrorResultProps) {
  return (
    <Alert
      type="error"
      showIcon
      title={error instanceof ApiError ? error.title : '页面出错了'}
      description={errorText(error)}
      action={<Button onClick={onRetry}>重试</Button>}
    />
  );
}
