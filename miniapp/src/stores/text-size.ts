import { create } from 'zustand';
import { readStored, writeStored } from '@/api/storage';

/** How large the letters are, on top of the reading mode. */
export type TextSize = 'usual' | 'larger' | 'largest';

const NAME = 'text-size';

/** The size that was chosen on this phone, for every page. */
export const useTextSize = create<{ size: TextSize }>(() => ({ size: readStored<TextSize>(NAME) ?? 'usual' }));

/** Chooses the size of the letters; kept on this phone. */
export function chooseTextSize(size: TextSize): void {
  writeStored(NAME, size);
  useTextSize.setState({ size });
}
