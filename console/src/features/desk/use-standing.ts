import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { useQuery } from '@tanstack/react-query';
import { residentApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';

/** Below the person's own key, so that both are read anew together. */
export const standingKey = (residentId: string) => ['resident', residentId, 'standing'] as const;

/** How the caller stands to a person, for those whose ground may be an emergency. */
export function useStanding(residentId: string) {
  const roles = useAccount()?.roles ?? [];
  return useQuery({
    queryKey: standingKey(residentId),
    queryFn: () => residentApi.standing({ params: { id: residentId } }),
    enabled: accessWaysOf(roles).includes('emergency'),
  });
}
