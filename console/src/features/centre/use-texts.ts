import type { TextKind } from '@linkang/shared/api/settings';
import { useQuery } from '@tanstack/react-query';
import { contractApi } from '../../api/clients';

/** The legal texts with their drafts; read anew whenever a page opens. */
export const useTexts = () =>
  useQuery({
    queryKey: ['settings', 'texts'],
    queryFn: () => contractApi.texts({}),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Every published version of a text. */
export const useTextVersions = (kind: TextKind) =>
  useQuery({
    queryKey: ['settings', 'text-versions', kind],
    queryFn: () => contractApi.textVersions({ params: { id: kind } }),
  });
