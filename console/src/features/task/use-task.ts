import type { TaskRoutes } from '@linkang/shared/api/task.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { taskApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';

type Settling = CallInput<TaskRoutes['settle']>['body'];
type Measured = CallInput<TaskRoutes['addReading']>['body'];

/** One task; each reading of it goes into a log, so that it is not read again by itself. */
export const useTask = (id: string) =>
  useQuery({
    queryKey: ['task', id],
    queryFn: () => taskApi.get({ params: { id } }),
    refetchOnWindowFocus: false,
    gcTime: 0,
    retry: false,
  });

const affected = (id: string): string[][] => [['task', id], ['tasks'], ['today']];

function useRefresh(id: string): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => Promise.all(affected(id).map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** Closes a task. */
export function useSettle(id: string, onDone: () => void) {
  const tell = useTell();
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: (body: Settling) => taskApi.settle({ params: { id }, body }),
    onSuccess: () => {
      tell.done('已办结');
      onDone();
    },
    onError: tell.failed,
    onSettled: refresh,
  });
}

/** Keeps what was measured again. */
export function useMeasure(id: string, onKept: () => void) {
  const tell = useTell();
  const refresh = useRefresh(id);
  const submission = useSubmissionKey();
  return useMutation({
    mutationFn: (body: Measured) =>
      taskApi.addReading({ params: { id }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: ({ status }) => {
      submission.done();
      tell.done(status === 'open' ? '记下了，还要换一天再测' : '记下了，这件事办结了，下一步看待办任务');
      onKept();
    },
    onSettled: refresh,
  });
}
