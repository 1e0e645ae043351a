import Taro from '@tarojs/taro';
import { create } from 'zustand';
import { isH5 } from '@/platform';

/** Whether the phone has a network at all. */
export const useNetwork = create<{ isOnline: boolean }>(() => ({ isOnline: true }));

/** Starts to follow the network's state; called once by the app. */
export function followNetwork(): void {
  const set = (isOnline: boolean): void => useNetwork.setState({ isOnline });
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
