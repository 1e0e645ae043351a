import { residentApi } from '@/api/clients';
import { selfOf, useAccount } from '@/stores/account';
import { chooseElderMode, useReadingMode } from '@/stores/reading-mode';

/** Keeps the choice with the person too, so that the next phone starts with it; never in the way. */
const saveWithPerson = async (isElder: boolean): Promise<void> => {
  const self = selfOf(useAccount.getState());
  if (!self) return;
  const { rev } = await residentApi.get({ params: { id: self.id } });
  await residentApi.update({ params: { id: self.id }, body: { rev, elderMode: isElder } });
};

/** Normal or elder mode, and the switch between them. */
export function useElderMode(): { isElder: boolean; choose: (isElder: boolean) => void } {
  const isElder = useReadingMode((state) => state.isElder);
  const choose = (next: boolean): void => {
    chooseElderMode(next);
    saveWithPerson(next).catch(() => undefined);
  };
  return { isElder, choose };
}
