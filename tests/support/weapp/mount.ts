import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ge from 'glass-easel';
import { TmplGroup } from 'glass-easel-template-compiler';
import { loadWeapp, type WeappPage, type WeappSettings } from './runtime';
import { PAD_HEIGHT, PAD_WIDTH, type WechatSide } from './wx';

const POLL_MS = 30;
const PATIENCE_MS = 15_000;

/** The built mini-program on the screen: WeChat's own component framework renders the real templates into the DOM. */
export interface MountedWeapp {
  /** Complaints of the template compiler. */
  warnings: unknown[];
  /** WeChat's own part: questions that come from it, and what was asked of it. */
  side: WechatSide;
  route(): string;
  /** What the page on top gives to WeChat when it is shared, to a friend and to everybody; undefined: it cannot be. */
  share(): {
    message: { title?: string; path?: string } | undefined;
    timeline: { title?: string; query?: string } | undefined;
  };
  text(): string;
  /** Waits for a text. @throws Error with what the page shows when it does not come */
  see(text: string | RegExp): Promise<void>;
  /** Taps what a person would: the innermost element whose name or text is this one. */
  tap(name: string | RegExp): Promise<void>;
  /** Names of all that fits, once there is one. */
  names(wanted: RegExp): Promise<string[]>;
  /** WeChat's own way back. */
  back(): Promise<void>;
  /** Draws a line on a canvas, its points given as parts of its width and height. */
  draw(name: string, points: readonly [number, number][]): Promise<void>;
  /** Types into the field under a label. */
  type(label: string, value: string): Promise<void>;
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));

const matches = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.trim() === wanted : wanted.test(text.trim());

/** Compiles the templates of all pages. Native nodes take events only as `bind:tap`; Taro writes `bindtap`. */
function compile(dist: string, routes: string[]) {
  const group = new TmplGroup();
  const warnings: unknown[] = [];
  const wxml = (file: string): string =>
    readFileSync(path.join(dist, file), 'utf8').replace(/\s(bind|catch)([a-z]+)=/g, ' $1:$2=');
  group.addScript('utils', readFileSync(path.join(dist, 'utils.wxs'), 'utf8'));
  for (const [name, file] of [['base', 'base.wxml'], ...routes.map((route) => [route, `${route}.wxml`])])
    warnings.push(...((group.addTmpl(name as string, wxml(file as string)) as unknown[] | undefined) ?? []));
  const source = group.getTmplGenObjectGroups();
  group.free();
  // The compiler's output is a program of its own, run as WeChat runs it.
  const groupList = new Function(`return ${source}`)() as Record<string, unknown>;
  return { groupList, warnings };
}

interface Shown {
  page: WeappPage;
  component: ge.GeneralComponent;
}

/**
 * Starts `dist/weapp` and shows its first page.
 */
export async function mountWeapp(dist: string, settings: WeappSettings): Promise<MountedWeapp> {
  const runtime = loadWeapp(dist, settings);
  await runtime.launch();
  const { groupList, warnings } = compile(dist, runtime.routes);
  const space = new ge.ComponentSpace();
  const backend = new ge.CurrentWindowBackendContext();
  const host = document.createElement('div');
  document.body.appendChild(host);
  const patched = new WeakSet<WeappPage>();
  let shown: Shown | undefined;

  const follow = (page: WeappPage): void => {
    if (patched.has(page)) return;
    patched.add(page);
    const setData = page.setData.bind(page);
    page.setData = (patch, done) => {
      setData(patch, done);
      if (shown?.page === page) shown.component.setData({ root: copy(page.data.root) } as never);
    };
  };

  /** Shows the page on top of the stack. */
  const show = (): void => {
    const page = runtime.page();
    if (shown?.page === page) return;
    follow(page);
    const target = (node: { id: string; dataset: unknown } | undefined) =>
      node && { id: node.id, dataset: node.dataset };
    const definition = space.defineComponent({
      template: { groupList, content: groupList[page.route] } as never,
      data: copy(page.data),
      methods: {
        eh(event: { type: string; target: never; currentTarget?: never; detail: unknown; touches?: object[] }) {
          page.eh({
            type: event.type,
            timeStamp: Date.now(),
            target: target(event.target),
            currentTarget: target(event.currentTarget ?? event.target),
            detail: event.detail,
            touches: event.touches ?? [],
            changedTouches: [],
          });
        },
      },
    });
    const component = ge.Component.createWithContext('page', definition.general(), backend) as ge.GeneralComponent;
    ge.Element.pretendAttached(component);
    host.replaceChildren((component as unknown as { $$: Node }).$$);
    shown = { page, component };
  };

  type Node_ = { $$?: unknown; childNodes?: Node_[] };
  const nodeOf = (node: Node_, dom: Element): Node_ | undefined => {
    if (node.$$ === dom) return node;
    for (const child of node.childNodes ?? []) {
      const found = nodeOf(child, dom);
      if (found) return found;
    }
    return undefined;
  };

  const fire = (dom: Element, type: string, detail: object, more: object = {}): void => {
    const root = (shown as Shown).component.getShadowRoot() as unknown as Node_;
    const event = Object.assign(new ge.Event(type, detail as never, { bubbles: type === 'tap', composed: true }), more);
    ge.Event.dispatchEvent(nodeOf(root, dom) as never, event);
  };

  const until = async <T>(look: () => T | undefined, wanted: string | RegExp): Promise<T> => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      show();
      const found = look();
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`nothing like ${String(wanted)} on ${runtime.page().route}: ${host.textContent ?? ''}`);
      await moment();
    }
  };

  const elements = (): Element[] => [...host.querySelectorAll('*')];
  const nameOf = (element: Element): string => element.getAttribute('aria-label') || (element.textContent ?? '');
  const innermost = (wanted: string | RegExp): Element | undefined =>
    elements()
      // A heading may say the same as the button below it, and is there earlier.
      .filter((element) => matches(nameOf(element), wanted) && !element.closest('[aria-role="heading"]'))
      .at(-1);

  show();
  return {
    warnings,
    side: runtime.side,
    route: () => runtime.page().route,
    share: () => ({
      message: runtime.page().onShareAppMessage?.({ from: 'menu' }),
      timeline: runtime.page().onShareTimeline?.(),
    }),
    text: () => host.textContent ?? '',
    async see(wanted) {
      await until(() => {
        const text = host.textContent ?? '';
        return (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) ? true : undefined;
      }, wanted);
    },
    async tap(name) {
      const element = await until(() => innermost(name), name);
      runtime.side.isTapping = true;
      fire(element, 'tap', {});
      runtime.side.isTapping = false;
      // WeChat takes the consent itself and then tells the button.
      const button = element.closest('[open-type="agreePrivacyAuthorization"]');
      if (button) fire(button, 'agreeprivacyauthorization', {});
      const phone = element.closest('[open-type="getPhoneNumber"]');
      const { phoneCode: code } = runtime.side;
      if (phone)
        fire(phone, 'getphonenumber', code === undefined ? { errMsg: 'getPhoneNumber:fail user deny' } : { code });
      await moment();
      show();
    },
    names: (wanted) =>
      until(() => {
        const found = elements().flatMap((element) => element.getAttribute('aria-label') ?? []);
        const fitting = found.filter((name) => matches(name, wanted));
        return fitting.length ? fitting : undefined;
      }, wanted),
    async back() {
      runtime.back();
      await moment();
      show();
    },
    async draw(name, points) {
      const canvas = await until(() => elements().find((element) => nameOf(element) === name), name);
      points.forEach(([x, y], at) =>
        fire(canvas, at ? 'touchmove' : 'touchstart', {}, { touches: [{ x: x * PAD_WIDTH, y: y * PAD_HEIGHT }] }),
      );
      fire(canvas, 'touchend', {}, { touches: [] });
      await moment();
    },
    async type(label, value) {
      const field = await until(
        () =>
          elements().find((element) => element.tagName.toLowerCase() === 'input' && nameOf(element).startsWith(label)),
        label,
      );
      fire(field, 'input', { value });
      await moment();
    },
  };
}
