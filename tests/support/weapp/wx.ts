import http from 'node:http';
import { CanvasNode } from './canvas';

interface Options {
  success?: (result: unknown) => void;
  fail?: (result: unknown) => void;
  complete?: (result: unknown) => void;
}

interface RequestOptions extends Options {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
}

const screen = {
  platform: 'devtools',
  windowWidth: 390,
  windowHeight: 844,
  screenWidth: 390,
  screenHeight: 844,
  pixelRatio: 2,
  SDKVersion: '3.5.0',
  safeArea: { top: 0, bottom: 844, left: 0, right: 390, width: 390, height: 844 },
  statusBarHeight: 20,
  fontSizeSetting: 16,
};

/** Width and height that every measured box has. */
export const PAD_WIDTH = 300;
export const PAD_HEIGHT = 150;

const finish = (options: Options | undefined, result: unknown): Promise<unknown> => {
  options?.success?.(result);
  options?.complete?.(result);
  return Promise.resolve(result);
};

/** Real HTTP to the server under test, whatever host the build was made for. */
const request = (apiUrl: string, side: WechatSide) => (options: RequestOptions) => {
  const { pathname, search } = new URL(options.url);
  const method = options.method ?? 'GET';
  side.sent.push({ call: `${method} ${pathname}`, key: options.header?.['Idempotency-Key'] });
  if (side.isOffline) {
    const result = { errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' };
    options.fail?.(result);
    options.complete?.(result);
    return { abort: () => undefined };
  }
  const body =
    method === 'GET' || options.data === undefined
      ? undefined
      : typeof options.data === 'string'
        ? options.data
        : JSON.stringify(options.data);
  const sent = http.request(
    `${apiUrl}${pathname}${search}`,
    { method, headers: { 'content-type': 'application/json', ...options.header } },
    (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        let data: unknown = text;
        try {
          data = JSON.parse(text);
        } catch {
          // WeChat hands text over as it is when it is no JSON.
        }
        side.requests.push({ route: `${method} ${pathname}`, data: options.data });
        void finish(options, { statusCode: response.statusCode, data, header: response.headers, errMsg: 'request:ok' });
      });
    },
  );
  sent.on('error', (error) => {
    const result = { errMsg: `request:fail ${error.message}` };
    options.fail?.(result);
    options.complete?.(result);
  });
  sent.end(body);
  return { abort: () => sent.destroy() };
};

/** Boxes have one size, and a node that is asked for is a canvas. */
const selectorQuery = () => {
  const query: Record<string, unknown> = {};
  const row: Record<string, unknown> = { left: 0, top: 0, width: PAD_WIDTH, height: PAD_HEIGHT };
  for (const name of ['in', 'select', 'selectAll', 'selectViewport', 'boundingClientRect', 'scrollOffset'])
    query[name] = () => query;
  query.fields = (wanted: { node?: boolean }) => {
    if (wanted.node) row.node = new CanvasNode();
    return query;
  };
  query.exec = (done?: (rows: unknown[]) => void) => done && setTimeout(() => done([row]), 0);
  return query;
};

/** An answer to WeChat's question about privacy. */
export interface PrivacyAnswer {
  event: 'exposureAuthorization' | 'agree' | 'disagree';
  buttonId?: string;
}

/** What WeChat does on its own, and what was asked of it: filled by the mini-program, used by the test. */
export interface WechatSide {
  /** Set by `wx.onNeedPrivacyAuthorization`. */
  askPrivacy?: (answer: (answer: PrivacyAnswer) => void, info: { referrer: string }) => void;
  /** Set by the update manager's `onUpdateReady`. */
  updateReady?: () => void;
  /** How often the new version was put in place. */
  updatesApplied: number;
  /** Questions of `wx.showModal`, each answered with `confirm`. */
  modals: { title: string; content: string }[];
  confirm: boolean;
  /** While it is set no request reaches the server. */
  isOffline: boolean;
  /** Idempotency keys of all that was sent, also in vain, by method and path. */
  sent: { call: string; key: string | undefined }[];
  /** Set by `wx.onNetworkStatusChange`. */
  networkChanged?: (status: { isConnected: boolean; networkType: string }) => void;
  /** Whether a tap is being worked on: only within it WeChat takes some calls. */
  isTapping: boolean;
  /** Templates that `wx.requestSubscribeMessage` asked about, and how each question is answered, by its place. */
  subscriptions: string[][];
  subscriptionAnswers: ('accept' | 'reject' | 'ban')[];
  /** What the phone button gives; undefined: the person refuses. */
  phoneCode?: string;
  /** What the camera reads next; undefined: the person closes it. */
  scanned?: string;
  /** What was asked of the server and answered, in order. */
  requests: { route: string; data: unknown }[];
  /** What each `setData` carried from the program to the screen: the dearest thing in WeChat. */
  drawn: { route: string; bytes: number }[];
}

/** WeChat's question about templates: at most three, and only within a tap. */
const subscribe =
  (side: WechatSide) =>
  (options: Options & { tmplIds: string[] }): Promise<unknown> => {
    const { tmplIds } = options;
    if (!side.isTapping || tmplIds.length === 0 || tmplIds.length > 3) {
      const result = {
        errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.',
        errCode: 20003,
      };
      options.fail?.(result);
      options.complete?.(result);
      return Promise.reject(new Error(result.errMsg));
    }
    side.subscriptions.push(tmplIds);
    const answers = tmplIds.map((id, at) => [id, side.subscriptionAnswers[at] ?? 'reject'] as const);
    return finish(options, { errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(answers) });
  };

/** The camera, which reads one code or is closed. */
const scanCode =
  (side: WechatSide) =>
  (options: Options): Promise<unknown> => {
    if (side.scanned !== undefined) return finish(options, { result: side.scanned, errMsg: 'scanCode:ok' });
    const result = { errMsg: 'scanCode:fail cancel' };
    options.fail?.(result);
    options.complete?.(result);
    // Who gives callbacks, as Taro does, is promised nothing.
    return Promise.resolve(result);
  };

/** What the runtime does when a page is opened or left. */
export interface Navigation {
  open(url: string): void;
  close(): void;
  closeAll(): void;
  show(): void;
}

/** WeChat's API as far as the mini-program uses it; `login` gives the demo person's code. */
export function buildWx(
  settings: { apiUrl: string; loginCode: string },
  navigation: Navigation,
  storage: Map<string, unknown>,
  side: WechatSide,
) {
  const known: Record<string, unknown> = {
    getSystemInfoSync: () => screen,
    getWindowInfo: () => screen,
    getDeviceInfo: () => screen,
    getAppBaseInfo: () => screen,
    getSystemInfo: (options: Options) => finish(options, screen),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    canIUse: () => true,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop' } }),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 1, limitSize: 10_240 }),
    getNetworkType: (options: Options) => finish(options, { networkType: 'wifi' }),
    nextTick: (work: () => void) => void Promise.resolve().then(work),
    login: (options: Options) => finish(options, { code: settings.loginCode, errMsg: 'login:ok' }),
    request: request(settings.apiUrl, side),
    requestSubscribeMessage: subscribe(side),
    scanCode: scanCode(side),
    createSelectorQuery: selectorQuery,
    onNetworkStatusChange: (changed: NonNullable<WechatSide['networkChanged']>) => (side.networkChanged = changed),
    getMenuButtonBoundingClientRect: () => ({ top: 24, bottom: 56, left: 290, right: 380, width: 90, height: 32 }),
    getUpdateManager: () => ({
      onCheckForUpdate: () => undefined,
      onUpdateFailed: () => undefined,
      onUpdateReady: (ready: () => void) => (side.updateReady = ready),
      applyUpdate: () => (side.updatesApplied += 1),
    }),
    onNeedPrivacyAuthorization: (ask: NonNullable<WechatSide['askPrivacy']>) => (side.askPrivacy = ask),
    showModal: (options: Options & { title: string; content: string }) => {
      side.modals.push({ title: options.title, content: options.content });
      return finish(options, { confirm: side.confirm, cancel: !side.confirm });
    },
    navigateTo: (options: Options & { url: string }) => {
      navigation.open(options.url);
      return finish(options, { errMsg: 'navigateTo:ok' });
    },
    redirectTo: (options: Options & { url: string }) => {
      navigation.close();
      navigation.open(options.url);
      return finish(options, { errMsg: 'redirectTo:ok' });
    },
    navigateBack: (options: Options & { delta?: number }) => {
      for (let left = options.delta ?? 1; left > 0; left -= 1) navigation.close();
      navigation.show();
      return finish(options, { errMsg: 'navigateBack:ok' });
    },
  };
  // Taro offers only what it finds listed here.
  for (const name of [
    'pageScrollTo',
    'makePhoneCall',
    'openLocation',
    'setNavigationBarTitle',
    'hideTabBar',
    'openPrivacyContract',
  ])
    known[name] = (options?: Options) => finish(options, {});
  for (const name of ['reLaunch', 'switchTab'])
    known[name] = (options: Options & { url: string }) => {
      navigation.closeAll();
      navigation.open(options.url);
      return finish(options, { errMsg: `${name}:ok` });
    };
  // What is not listed succeeds with nothing. webpack keeps its registry on wx.webpackJsonp: that stays a plain value.
  return new Proxy(known, {
    get: (target, key) => {
      if (typeof key !== 'string' || key === 'webpackJsonp' || key in target)
        return Reflect.get(target, key) as unknown;
      return (options?: Options) => finish(typeof options === 'object' ? options : undefined, {});
    },
  });
}
