import { useQuery } from '@tanstack/react-query';
import { physicalApi } from '../../api/clients';

const FRESH_MS = 15_000;

/** One check-up; others write into it as well, so that it is read again and again. */
export const usePhysical = (id: string) =>
  useQuery({
    queryKey: ['physical', id],
    queryFn: () => physicalApi.get({ params: { id } }),
    refetchInterval: FRESH_MS,
  });
