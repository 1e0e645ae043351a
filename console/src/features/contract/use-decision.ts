import type { Contract } from '@linkang/shared/api/contract.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { hasCode } from '../../api/api-error';
import { contractApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';
import type { EndWords } from './end-dialog';

/** The decisions about a contract; each says how it went and resolves to whether it is settled. */
export interface Decision {
  /** From a later day, or else as soon as it can begin. */
  approve: (startDay?: string) => Promise<boolean>;
  reject: (reason: string) => Promise<boolean>;
  end: (words: EndWords) => Promise<boolean>;
  approving: boolean;
  rejecting: boolean;
  ending: boolean;
}

/** Decides a contract; one that somebody else changed meanwhile is loaded anew. */
export function useDecision(id: string): Decision {
  const queryClient = useQueryClient();
  const { modal } = App.useApp();
  const tell = useTell();
  const params = { id };
  const refresh = async (): Promise<void> => {
    await Promise.all(
      [['contract', id], ['contracts'], ['today']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  };
  const settle = async (decide: Promise<Contract>, words: string): Promise<boolean> => {
    try {
      queryClient.setQueryData(['contract', id], await decide);
      tell.done(words);
    } catch (error) {
      if (!hasCode(error, 'STATE_CONFLICT')) {
        tell.failed(error);
        return false;
      }
      modal.info({ title: '这份签约刚刚有变化', content: '已经重新载入，请看最新的状态。', okText: '知道了' });
    }
    await refresh();
    return true;
  };
  const approval = useMutation({
    mutationFn: (startDay: string | undefined) =>
      settle(contractApi.approve({ params, body: startDay === undefined ? {} : { startDay } }), '已通过'),
  });
  const rejection = useMutation({
    mutationFn: (reason: string) => settle(contractApi.reject({ params, body: { reason } }), '已驳回，居民会看到原因'),
  });
  const ending = useMutation({
    mutationFn: (body: EndWords) => settle(contractApi.end({ params, body }), '签约已结束'),
  });
  return {
    end: (words) => ending.mutateAsync(words),
    ending: ending.isPending,
    approve: (startDay) => approval.mutateAsync(startDay),
    reject: (reason) => rejection.mutateAsync(reason),
    approving: approval.isPending,
    rejecting: rejection.isPending,
  };
}
