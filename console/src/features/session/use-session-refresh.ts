import { useQueryClient } from '@tanstack/react-query';
import { rosterKey } from '../../components/bookings-table';
import { CALLS_KEY } from '../../components/use-tick';

/** Reads anew what a change of a session changes elsewhere. */
export function useSessionRefresh(sessionId: string): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [['session', sessionId], rosterKey(sessionId), [CALLS_KEY], ['sessions'], ['today']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}
