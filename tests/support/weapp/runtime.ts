import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { buildWx, type Navigation, type WechatSide } from './wx';

/** A page as the built code defines it, and as it lives on the stack. */
export interface WeappPage {
  route: string;
  data: { root?: unknown };
  setData(patch: Record<string, unknown>, done?: () => void): void;
  eh(event: unknown): void;
  onLoad?(query: Record<string, string>): void;
  onShow?(): void;
  onReady?(): void;
  onHide?(): void;
  onUnload?(): void;
  onShareAppMessage?(event: object): { title?: string; path?: string };
  onShareTimeline?(): { title?: string; query?: string };
  methods?: Record<string, unknown>;
}

/** Where the mini-program runs and how it was opened. */
export interface WeappSettings {
  /** The server under test. */
  apiUrl: string;
  /** What `wx.login` gives. */
  loginCode: string;
  /** Address of the first page, when it is not home: somebody opened a shared page. */
  startUrl?: string;
}

interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  subpackages?: { root: string; pages: string[] }[];
}

/** The built mini-program in a context of its own, without WeChat's tools. */
export interface WeappRuntime {
  appJson: AppJson;
  routes: string[];
  side: WechatSide;
  page(): WeappPage;
  /** Leaves the page on top, as WeChat's arrow does. */
  back(): void;
  launch(): Promise<void>;
}

/** Applies one path of a setData patch. */
function setPath(target: object, dotted: string, value: unknown): void {
  const keys = dotted.replace(/\.?\[(\d+)\]/g, '.$1').split('.');
  const last = keys.pop() as string;
  let at = target as Record<string, unknown>;
  keys.forEach((key, i) => {
    at[key] ??= /^\d+$/.test(keys[i + 1] ?? last) ? [] : {};
    at = at[key] as Record<string, unknown>;
  });
  at[last] = value;
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const moment = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Routes of all packages, as WeChat knows them. */
const routesOf = (app: AppJson): string[] => [
  ...app.pages,
  ...(app.subPackages ?? app.subpackages ?? []).flatMap((part) =>
    part.pages.map((page) => `${part.root.replace(/\/$/, '')}/${page}`),
  ),
];

/**
 * Loads `dist/weapp` as WeChat would: CommonJS files in a context with `wx`, `App` and `Page`.
 */
export function loadWeapp(dist: string, settings: WeappSettings): WeappRuntime {
  const appJson = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as AppJson;
  const routes = routesOf(appJson);
  const stack: WeappPage[] = [];
  const definitions = new Map<string, WeappPage>();
  const modules = new Map<string, { exports: unknown }>();
  let app: Record<string, (options: unknown) => void> | undefined;
  let pending: WeappPage | undefined;

  const navigation: Navigation = {
    open: (url) => open(url),
    close: () => close(),
    closeAll: () => {
      while (stack.length) close();
    },
    show: () => stack.at(-1)?.onShow?.(),
  };
  const side: WechatSide = {
    updatesApplied: 0,
    modals: [],
    confirm: true,
    isOffline: false,
    sent: [],
    isTapping: false,
    subscriptions: [],
    subscriptionAnswers: [],
    requests: [],
    drawn: [],
  };
  const wx = buildWx(settings, navigation, new Map(), side);
  const define = (definition: WeappPage): void => {
    pending = definition;
  };
  const context = vm.createContext({
    console,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    Promise,
    queueMicrotask,
    wx,
    App: (options: typeof app) => {
      app = options;
    },
    Page: define,
    Component: define,
    Behavior: (options: unknown) => options,
    getApp: () => app,
    getCurrentPages: () => stack,
    requirePlugin: () => ({}),
  });
  Object.assign(context, { global: context, globalThis: context });

  function load(file: string): unknown {
    const name = path.extname(file) ? file : `${file}.js`;
    const known = modules.get(name);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(name, module);
    const code = `(function(require,module,exports){${readFileSync(name, 'utf8')}\n})`;
    const run = vm.runInContext(code, context, { filename: name }) as (...args: unknown[]) => void;
    run((other: string) => load(path.resolve(path.dirname(name), other)), module, module.exports);
    return module.exports;
  }

  function open(url: string): void {
    const [route = '', query = ''] = url.replace(/^\//, '').split('?');
    if (!routes.includes(route)) throw new Error(`navigateTo:fail page "${route}" is not found`);
    if (!definitions.has(route)) {
      load(path.join(dist, route));
      definitions.set(route, pending as WeappPage);
    }
    const definition = definitions.get(route) as WeappPage;
    stack.at(-1)?.onHide?.();
    const page = {
      ...definition,
      ...definition.methods,
      route,
      __route__: route,
      is: route,
      options: Object.fromEntries(new URLSearchParams(query)),
      data: copy(definition.data ?? {}),
      setData(this: WeappPage, patch: Record<string, unknown>, done?: () => void) {
        side.drawn.push({ route: this.route, bytes: Buffer.byteLength(JSON.stringify(patch)) });
        for (const [key, value] of Object.entries(copy(patch))) setPath(this.data, key, value);
        if (done) setTimeout(done, 0);
      },
      createSelectorQuery: () => (wx as { createSelectorQuery: () => unknown }).createSelectorQuery(),
      selectComponent: () => null,
      getTabBar: () => null,
      getOpenerEventChannel: () => ({ on: () => undefined, emit: () => undefined }),
    } as unknown as WeappPage & { options: Record<string, string> };
    stack.push(page);
    page.onLoad?.(page.options);
    page.onShow?.();
    page.onReady?.();
  }

  function close(): void {
    const page = stack.pop();
    page?.onHide?.();
    page?.onUnload?.();
  }

  return {
    appJson,
    routes,
    side,
    page: () => stack.at(-1) as WeappPage,
    back() {
      close();
      stack.at(-1)?.onShow?.();
    },
    async launch() {
      load(path.join(dist, 'app.js'));
      await moment(30);
      const first = settings.startUrl ?? (appJson.pages[0] as string);
      const [path_ = '', query = ''] = first.replace(/^\//, '').split('?');
      const options = { path: path_, query: Object.fromEntries(new URLSearchParams(query)), scene: 1001 };
      app?.onLaunch?.(options);
      app?.onShow?.(options);
      await moment(30);
      open(first);
    },
  };
}
