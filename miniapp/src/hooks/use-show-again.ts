import { useDidShow } from '@tarojs/taro';
import { useRef } from 'react';

/** Calls back when the page shows again, but not the first time: its data was just loaded then. */
export function useShowAgain(callback: () => void): void {
  const isShown = useRef(false);
  useDidShow(() => {
    if (isShown.current) callback();
    isShown.current = true;
  });
}
