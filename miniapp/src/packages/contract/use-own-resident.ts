import type { Resident } from '@linkang/shared/api/resident.routes';
import { residentApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { useLoad, type Load } from '@/hooks/use-load';
import { selfOf, useAccount } from '@/stores/account';

/** The account's own person, or nothing before sign-in and registration. */
export function useOwnResident(): Load<Resident> {
  const id = useAccount((state) => selfOf(state)?.id);
  return useLoad(
    id === undefined ? undefined : `${PERSONAL}resident.${id}`,
    () => residentApi.get({ params: { id: id ?? '' } }),
    { keepCopy: true },
  );
}
