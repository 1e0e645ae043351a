import { useQueryClient } from '@tanstack/react-query';
import { rosterKey } from '../../components/bookings-table';

/** Reads anew what a change of a session changes elsewhere. */
export function useSessionRefresh(sessionId: string): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [['session', sessionId], rosterKey(sessionId), ['session-clashes', sessionId], ['sessions'], ['today']].map(
        (queryKey) => queryClient.invalidateQueries({ queryKey }),
      ),
    );
}
