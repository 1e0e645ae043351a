import { useContrast } from '@/stores/contrast';
import { useReadingMode } from '@/stores/reading-mode';
import { useTextSize } from '@/stores/text-size';

/** Classes of a page's root: reading mode, size of the letters and contrast as styles/tokens.scss has them. */
export function useLook(): string {
  const isElder = useReadingMode((state) => state.isElder);
  const size = useTextSize((state) => state.size);
  const isHigh = useContrast((state) => state.isHigh);
  return ['ui', isElder && 'elder', size !== 'usual' && `is-${size}`, isHigh && 'contrast'].filter(Boolean).join(' ');
}
