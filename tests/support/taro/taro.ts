/** A stand-in for @tarojs/taro in page tests: calls are recorded by jest, storage is kept, hooks run as in a page. */
import { useEffect } from 'react';

const storage = new Map<string, unknown>();
const done = () => Promise.resolve({ errMsg: 'ok' });

/** The query of the page under test; set it with `setRouteParams`. */
let params: Record<string, string> = {};

const node = { left: 0, top: 0, width: 100, height: 40 };
const selectorQuery = {
  in: () => selectorQuery,
  select: () => selectorQuery,
  selectAll: () => selectorQuery,
  boundingClientRect: () => selectorQuery,
  fields: () => selectorQuery,
  exec: (callback?: (rows: unknown[]) => void) => callback?.([node]),
};

const Taro = {
  navigateTo: jest.fn(done),
  redirectTo: jest.fn(done),
  reLaunch: jest.fn(done),
  switchTab: jest.fn(done),
  navigateBack: jest.fn(done),
  makePhoneCall: jest.fn(done),
  setNavigationBarTitle: jest.fn(done),
  showToast: jest.fn(done),
  showModal: jest.fn(() => Promise.resolve({ confirm: true, cancel: false })),
  request: jest.fn(() => Promise.reject(new Error('no network in this test'))),
  login: jest.fn(() => Promise.resolve({ code: 'ok-test' })),
  getStorageSync: jest.fn((key: string) => storage.get(key) ?? ''),
  setStorageSync: jest.fn((key: string, value: unknown) => void storage.set(key, value)),
  removeStorageSync: jest.fn((key: string) => void storage.delete(key)),
  clearStorageSync: jest.fn(() => storage.clear()),
  getNetworkType: jest.fn(() => Promise.resolve({ networkType: 'wifi' })),
  onNetworkStatusChange: jest.fn(),
  canIUse: () => true,
  getAppBaseInfo: () => ({ SDKVersion: '3.5.0', language: 'zh_CN', fontSizeSetting: 16 }),
  getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, pixelRatio: 2, statusBarHeight: 20 }),
  getCurrentPages: () => [{ route: 'test' }],
  getCurrentInstance: () => ({ router: { params }, page: {}, app: {} }),
  createSelectorQuery: () => selectorQuery,
  pxTransform: (size: number) => `${size}px`,
  nextTick: (work: () => void) => void setTimeout(work, 0),
  eventCenter: { on: () => undefined, off: () => undefined, trigger: () => undefined },
  getEnv: () => 'WEB',
  ENV_TYPE: { WEAPP: 'WEAPP', WEB: 'WEB' },
};

export default Taro;

/** Sets the query with which the next page opens. */
export const setRouteParams = (next: Record<string, string>): void => {
  params = next;
};

const once = (work: () => void): void =>
  useEffect(() => {
    work();
  }, []);

export const useReady = once;
export const useDidShow = once;
export const useLaunch = once;
export const useLoad = (work: (query: Record<string, string>) => void): void => once(() => work(params));
export const useDidHide = (): void => undefined;
export const useUnload = (work: () => void): void => useEffect(() => work, []);
export const usePullDownRefresh = (): void => undefined;
export const useReachBottom = (): void => undefined;
export const usePageScroll = (): void => undefined;
export const useShareAppMessage = (): void => undefined;
export const useShareTimeline = (): void => undefined;
export const useRouter = (): { params: Record<string, string>; path: string } => ({ params, path: '/test' });
