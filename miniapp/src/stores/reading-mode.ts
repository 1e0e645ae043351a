import Taro from '@tarojs/taro';
import { create } from 'zustand';
import { readStored, writeStored } from '@/api/storage';

interface ReadingMode {
  isElder: boolean;
  /** Whether the person has chosen; until then the program may suggest. */
  isChosen: boolean;
}

const NAME = 'elder-mode';
/** From this font setting of WeChat on, somebody has asked for large letters already. */
const LARGE_WECHAT_FONT = 20;

/** The build for the browser leaves the question out with all that Taro needs to answer it. */
const wechatFont = (): number => {
  if (process.env.TARO_ENV === 'weapp') {
    // Taro's types do not know the setting yet.
    const info: object & { fontSizeSetting?: number } = Taro.getAppBaseInfo() as object;
    return info.fontSizeSetting ?? 0;
  }
  return 0;
};

const wantsLargeLetters = (): boolean => {
  try {
    return wechatFont() >= LARGE_WECHAT_FONT;
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
