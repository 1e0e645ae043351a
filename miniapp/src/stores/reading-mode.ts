import Taro from '@tarojs/taro';
import { create } from 'zustand';
import { readStored, writeStored } from '@/api/storage';
import { isH5 } from '@/platform';

interface ReadingMode {
  isElder: boolean;
  /** Whether the person has chosen; until then the program may suggest. */
  isChosen: boolean;
}

const NAME = 'elder-mode';
/** From this font setting of WeChat on, somebody has asked for large letters already. */
const LARGE_WECHAT_FONT = 20;

const wantsLargeLetters = (): boolean => {
  if (isH5) return false;
  try {
    // Taro's types do not know the setting yet.
    const info: object & { fontSizeSetting?: number } = Taro.getAppBaseInfo() as object;
    return (info.fontSizeSetting ?? 0) >= LARGE_WECHAT_FONT;
  } catch {
    return false;
  }
};

const initial = (): ReadingMode => {
  const stored = readStored<boolean>(NAME);
  return { isElder: stored ?? wantsLargeLetters(), isChosen: stored !== undefined };
};

/** Normal or elder mode, for every page. */
export const useReadingMode = create<ReadingMode>(() => initial());

/** The person chooses normal or elder mode. */
export function chooseElderMode(isElder: boolean): void {
  writeStored(NAME, isElder);
  useReadingMode.setState({ isElder, isChosen: true });
}

/** Takes over what the person chose elsewhere, unless something was chosen on this phone. */
export function adoptElderMode(isElder: boolean): void {
  if (!useReadingMode.getState().isChosen) useReadingMode.setState({ isElder });
}
