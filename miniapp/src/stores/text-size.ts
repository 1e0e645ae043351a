import { create } from 'zustand';
import { readStored, writeStored } from '@/api/storage';

/** How large articles are set, on top of the reading mode. */
export type TextSize = 'usual' | 'larger' | 'largest';

const NAME = 'text-size';

/** The size that was chosen for articles on this phone. */
export const useTextSize = create<{ size: TextSize }>(() => ({ size: readStored<TextSize>(NAME) ?? 'usual' }));

/** Chooses the size of articles. */
export function chooseTextSize(size: TextSize): void {
  writeStored(NAME, size);
  useTextSize.setState({ size });
}
