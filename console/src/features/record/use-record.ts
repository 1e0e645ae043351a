import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hasCode } from '../../api/api-error';
import { recordApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';

const keyOf = (residentId: string) => ['record', residentId] as const;

/** The record of a person; null before it is opened. */
export const useRecord = (residentId: string) =>
  useQuery({
    queryKey: keyOf(residentId),
    queryFn: async () => (await recordApi.get({ params: { id: residentId } })).record,
  });

/** Changes a record; on a conflict the newest one is fetched behind what was typed. */
export function useChange<Body>(
  residentId: string,
  send: (body: Body) => Promise<{ record: HealthRecord }>,
  { done, onDone }: { done: string; onDone: () => void },
) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: send,
    onSuccess: async ({ record }) => {
      queryClient.setQueryData(keyOf(residentId), record);
      tell.done(done);
      onDone();
      await Promise.all(
        [['record-versions', residentId], ['record-timeline', residentId], ['records'], ['record-figures']].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
    onError: async (error) => {
      if (hasCode(error, 'STATE_CONFLICT')) await queryClient.invalidateQueries({ queryKey: keyOf(residentId) });
    },
  });
}
