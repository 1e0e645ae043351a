import Taro from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import type { NoticeMoment } from '@linkang/shared/api/notice.routes';
import { noticeApi } from '@/api/clients';
import { isH5 } from '@/platform';
import { useAccount } from '@/stores/account';

/** Asks WeChat's question and tells the server what was accepted. Refusals and failures change nothing. */
async function askFor(tmplIds: string[]): Promise<void> {
  // Taro's types want the names that other platforms have beside it.
  const asked = Taro.requestSubscribeMessage({ tmplIds } as Taro.requestSubscribeMessage.Option);
  const answers: Record<string, unknown> = { ...(await asked) };
  const templateIds = tmplIds.filter((id) => answers[id] === 'accept');
  if (templateIds.length) await noticeApi.credits({ body: { templateIds } });
}

/**
 * Prepares the question whether we may send messages about something. WeChat lets it be asked only within a tap, so
 * the templates are known before; on H5, and where nothing is sent, nobody is asked.
 * @returns what to call first of all in the tap; it never fails
 */
export function useSendPermission(moment: NoticeMoment): () => Promise<void> {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const templates = useRef<string[]>([]);
  useEffect(() => {
    if (isH5 || !isSignedIn) return;
    noticeApi.templates({ query: { moment } }).then(
      ({ items }) => (templates.current = items),
      () => undefined,
    );
  }, [isSignedIn, moment]);
  return () => (templates.current.length ? askFor(templates.current).catch(() => undefined) : Promise.resolve());
}
