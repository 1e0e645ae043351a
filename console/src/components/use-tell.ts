import { App } from 'antd';
import { useMemo } from 'react';
import { errorText, hasCode } from '../api/api-error';

/** Short words at the top of the page. */
export interface Tell {
  done: (text: string) => void;
  /** Went through, but not with everything. */
  warned: (text: string) => void;
  failed: (error: unknown) => void;
}

/** Tells how an action went; an ended sign-in is told by the sign-in page instead. */
export function useTell(): Tell {
  const { message } = App.useApp();
  return useMemo(
    () => ({
      done: (text) => void message.success(text),
      warned: (text) => void message.warning(text, 6),
      failed: (error) => {
        if (hasCode(error, 'AUTH_EXPIRED') || hasCode(error, 'AUTH_REQUIRED')) return;
        void message.error(errorText(error), 6);
      },
    }),
    [message],
  );
}
