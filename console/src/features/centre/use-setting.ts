import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useTell } from '../../components/use-tell';

/** A part of the set-up with its revision. */
export interface Revised {
  rev: number;
}

/** Key under which a part is kept. */
export const settingKey = (part: string): string[] => ['settings', part];

/**
 * Loads a part for its form. It is read when the page opens and after an own save only: whoever types is not
 * disturbed by what others save meanwhile, and hears of it when saving.
 */
export const useSetting = <T extends Revised>(part: string, read: () => Promise<T>): UseQueryResult<T> =>
  useQuery({
    queryKey: settingKey(part),
    queryFn: read,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Takes over a saved part, and lets every page that shows the centre read anew. */
export function useSaved<T extends Revised>(
  part: string,
  words = '已保存，几秒内在小程序生效',
): (saved: T) => Promise<void> {
  const queryClient = useQueryClient();
  const tell = useTell();
  return async (saved) => {
    queryClient.setQueryData(settingKey(part), saved);
    tell.done(words);
    await Promise.all(
      [['centre'], ['services'], ['settings-history', part]].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
}
