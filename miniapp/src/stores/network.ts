import Taro from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { isH5 } from '@/platform';

/** Whether the phone has a network at all. */
export const useNetwork = create<{ isOnline: boolean }>(() => ({ isOnline: true }));

/**
 * Starts to follow the network's state; called once by the app.
 * @param onBack called whenever the network is there again
 */
export function followNetwork(onBack: () => void): void {
  const set = (isOnline: boolean): void => {
    const isBack = isOnline && !useNetwork.getState().isOnline;
    useNetwork.setState({ isOnline });
    if (isBack) onBack();
  };
  if (isH5) {
    // Taro's own event needs navigator.connection, which Safari and Firefox lack.
    set(navigator.onLine);
    window.addEventListener('online', () => set(true));
    window.addEventListener('offline', () => set(false));
    return;
  }
  Taro.onNetworkStatusChange((status) => set(status.isConnected));
  Taro.getNetworkType()
    .then((status) => set(status.networkType !== 'none'))
    .catch(() => undefined);
}

/** Tries again by itself when the network is back, where something waits for it. */
export function useBackOnline(isWaiting: boolean, again: () => void): void {
  const isOnline = useNetwork((state) => state.isOnline);
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    const isBack = isOnline && !wasOnline.current;
    wasOnline.current = isOnline;
    if (isBack && isWaiting) again();
  }, [isOnline, isWaiting, again]);
}
