import type { Enrolment } from '@linkang/shared/api/followup.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTell } from '../../components/use-tell';

/** A change of an enrolment; the page is read anew whatever comes of it. */
export function useEnrolmentChange<T>(residentId: string, change: (input: T) => Promise<Enrolment>, done: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: change,
    onSuccess: () => tell.done(done),
    onError: tell.failed,
    onSettled: () =>
      Promise.all(
        [['follow-ups-of', residentId], ['follow-ups']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  });
}
