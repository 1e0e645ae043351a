import type { Call, CallState } from '@linkang/shared/api/notice.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { hasCode } from '../api/api-error';
import { noticeApi } from '../api/clients';
import { useTell } from './use-tell';
import { stateWords } from './call-words';

/** Under which the lists of calls are kept. */
export const CALLS_KEY = 'calls';

/** A tick: which call, and how it ended. */
export interface Tick {
  call: Call;
  state: Exclude<CallState, 'open'>;
}

/** Writes down how a call ended; who was too late sees what a colleague wrote. */
export function useTick() {
  const queryClient = useQueryClient();
  const tell = useTell();
  const refresh = (): Promise<unknown> => {
    void queryClient.invalidateQueries({ queryKey: ['today'] });
    return queryClient.invalidateQueries({ queryKey: [CALLS_KEY] });
  };
  return useMutation({
    mutationFn: ({ call: { id, rev }, state }: Tick) => noticeApi.tickCall({ params: { id }, body: { state, rev } }),
    onSuccess: (_, { call, state }) => {
      tell.done(`${call.residentName}：${stateWords[state]}`);
      return refresh();
    },
    onError: (error, { call }) => {
      if (!hasCode(error, 'STATE_CONFLICT')) return tell.failed(error);
      tell.done(`${call.residentName}的情况同事刚记过，已刷新`);
      return refresh();
    },
  });
}
