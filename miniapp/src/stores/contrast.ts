import { create } from 'zustand';
import { readStored, writeStored } from '@/api/storage';

const NAME = 'contrast';

/** Whether the high contrast was chosen on this phone, for every page. */
export const useContrast = create<{ isHigh: boolean }>(() => ({ isHigh: readStored<boolean>(NAME) ?? false }));

/** Chooses high or usual contrast; kept on this phone. */
export function chooseContrast(isHigh: boolean): void {
  writeStored(NAME, isHigh);
  useContrast.setState({ isHigh });
}
