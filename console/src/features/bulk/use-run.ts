import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { bulkApi } from '../../api/clients';

const POLL_MS = 1500;

/** The run that the address names; read again until it is finished. */
export function useRun() {
  const { id = '' } = useParams();
  return useQuery({
    queryKey: ['bulk-run', id],
    queryFn: () => bulkApi.get({ params: { id } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
    // Each reading goes into the log of everybody on the list.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
}
