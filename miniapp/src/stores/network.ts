import Taro from '@tarojs/taro';
import { create } from 'zustand';

/** Whether the phone has a network at all. */
export const useNetwork = create<{ isOnline: boolean }>(() => ({ isOnline: true }));

/** Starts to follow the network's state; called once by the app. */
export function followNetwork(): void {
  const set = (isOnline: boolean): void => useNetwork.setState({ isOnline });
  Taro.onNetworkStatusChange((status) => set(status.isConnected));
  Taro.getNetworkType()
    .then((status) => set(status.networkType !== 'none'))
    .catch(() => undefined);
}
