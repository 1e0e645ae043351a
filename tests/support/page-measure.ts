/** What a page is measured against; lengths are CSS pixels. */
export interface MeasureLimits {
  /** Contrast of text against its background, and of large text (24, or 18.66 when bold). */
  contrast: number;
  largeContrast: number;
  /** Least height of what is tapped, and least length of its other side. */
  tap: number;
  tapFloor: number;
  /** Whether something smaller will do when its neighbours are far enough away, as for a mouse. */
  isSpacingEnough: boolean;
}

/** What can be wrong with a page as it is drawn. */
export type MeasureKind = 'overflow' | 'cutOff' | 'smallTap' | 'contrast';

/** One thing that is wrong, and where. */
export interface Finding {
  kind: MeasureKind;
  text: string;
}

/**
 * Measures what the page shows now. Runs in the page: it may use nothing from outside of itself.
 * Of the several pages that the mini-program keeps in the document, only the one that is shown counts.
 */
export function measurePage(limits: MeasureLimits): Finding[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const SLACK = 1;

  const nameOf = (element: Element): string => {
    const names = (element.getAttribute('class') ?? '').split(/\s+/).filter((name) => !/^css-|^hydrated$/.test(name));
    const own = [element.tagName.toLowerCase(), ...names.slice(0, 3)].join('.');
    return `${own} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 24)}”`;
  };
  const report = (kind: MeasureKind, element: Element, detail: string): void => {
    const text = `${nameOf(element)} ${detail}`;
    if (seen.has(kind + text)) return;
    seen.add(kind + text);
    findings.push({ kind, text });
  };

  const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element);
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** Words for screen readers alone are drawn on one point. */
  const isDrawn = (rect: DOMRect): boolean => rect.width > 2 && rect.height > 2;

  // --- Colours

  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colours = new Map<string, Colour>();
  const colourOf = (text: string): Colour => {
    const known = colours.get(text);
    if (known || !brush) return known ?? [0, 0, 0, 1];
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    colours.set(text, colour);
    return colour;
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + below[index] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const luminance = (colour: Colour): number => {
    const part = (value: number): number =>
      value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]);
  };
  const contrastOf = (one: Colour, other: Colour): number => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  /** Every colour that may lie behind the text of an element; none where it stands on a picture. */
  const backgroundsOf = (element: Element): Colour[] => {
    let stacks: Colour[][] = [[]];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = styleOf(at);
      if (backgroundImage.includes('url(')) return [];
      const stops = backgroundImage.match(/(?:rgba?|color|oklch|hsla?)\([^()]*\)/g);
      if (stops) stacks = stacks.flatMap((stack) => stops.map((stop) => [...stack, colourOf(stop)]));
      const plain = colourOf(backgroundColor);
      if (plain[3] > 0) stacks = stacks.map((stack) => [...stack, plain]);
      if (stacks.every((stack) => stack.some(([, , , alpha]) => alpha === 1))) break;
    }
    const paper: Colour = [255, 255, 255, 1];
    return stacks.map((stack) => stack.reduceRight((below, top) => over(top, below), paper));
  };
  const opacityOf = (element: Element): number => {
    let opacity = 1;
    for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(styleOf(at).opacity);
    return opacity;
  };
  /** What cannot be used now may be pale; on the phone, `is-off` still has to be read. */
  const isDisabled = (element: Element): boolean =>
    element.closest(':disabled, [aria-disabled="true"], .ant-picker-cell:not(.ant-picker-cell-in-view)') !== null &&
    element.closest('.ui') === null;
  const checkContrast = (element: Element, style: CSSStyleDeclaration, what: string): void => {
    if (isDisabled(element)) return;
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const limit = isLarge ? limits.largeContrast : limits.contrast;
    const [red, green, blue, alpha] = colourOf(style.color);
    const ink: Colour = [red, green, blue, alpha * opacityOf(element)];
    // What is see-through stands for something else that is drawn in its place.
    if (ink[3] === 0) return;
    const found = Math.min(...backgroundsOf(element).map((behind) => contrastOf(over(ink, behind), behind)));
    // A hundredth less is the rounding of colours to whole numbers.
    if (found < limit - 0.01) report('contrast', element, `${what}${found.toFixed(2)}:1, needs ${limit}:1`);
  };

  // --- Texts

  /** A text is cut by what hides its overflow, unless one can scroll to it, or the whole of it is a tap away. */
  const checkCutOff = (element: Element, rect: DOMRect): void => {
    let canScrollX = false;
    let canScrollY = false;
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY, position, textOverflow } = styleOf(at);
      const box = at.getBoundingClientRect();
      if (box.width <= 2 || box.height <= 2) return;
      const cutsX = overflowX === 'hidden' || overflowX === 'clip';
      const cutsY = overflowY === 'hidden' || overflowY === 'clip';
      const tooWide = cutsX && !canScrollX && (rect.right > box.right + SLACK || rect.left < box.left - SLACK);
      // Letters reach over the line that they stand on; half a line is gone only when it is more than that.
      const spare = Math.max(SLACK, rect.height * 0.3);
      const tooHigh = cutsY && !canScrollY && (rect.bottom > box.bottom + spare || rect.top < box.top - spare);
      if (tooWide || tooHigh) {
        const isAbbreviated = textOverflow === 'ellipsis' || styleOf(at).webkitLineClamp !== 'none';
        const isWholeATapAway =
          at.closest('[role="button"], [role="link"], a, button, [title]:not([title=""])') !== null;
        if (!(isAbbreviated && isWholeATapAway)) report('cutOff', element, `is cut by ${nameOf(at)}`);
        return;
      }
      canScrollX ||= overflowX === 'auto' || overflowX === 'scroll';
      canScrollY ||= overflowY === 'auto' || overflowY === 'scroll';
      if (position === 'fixed') return;
    }
  };

  const root = document.querySelector('#app') && document.querySelector('.taro_page') ? pageRoots() : [document.body];
  function pageRoots(): Element[] {
    const pages = [...document.querySelectorAll('.taro_page')].filter(isShown);
    return pages.length ? pages : [document.body];
  }
  for (const part of root) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.nodeValue?.trim() || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(isDrawn);
      const box = element.getBoundingClientRect();
      if (rects.length === 0 || (!isDrawn(box) && styleOf(element).overflowX !== 'visible')) continue;
      if (!/^(?:SCRIPT|STYLE|OPTION)$/.test(element.tagName) && !element.closest('svg')) {
        checkContrast(element, styleOf(element), '');
        for (const rect of rects) checkCutOff(element, rect);
      }
    }
    for (const field of part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
      if (!isShown(field) || !isDrawn(field.getBoundingClientRect())) continue;
      if (/^(?:checkbox|radio|file|hidden|range)$/.test(field.type) || Number(styleOf(field).opacity) === 0) continue;
      if (field.value) checkContrast(field, styleOf(field), 'typed text ');
      else if (field.placeholder) checkContrast(field, getComputedStyle(field, '::placeholder'), 'placeholder ');
    }
  }

  // --- Taps

  const TAPS =
    'button, a[href], input:not([type="hidden"]), select, textarea, [role="button"], [role="link"], [role="tab"], ' +
    '[role="radio"], [role="checkbox"], [role="switch"], [role="menuitem"]';
  /** Where a tap counts: a field's label takes it too, and so does the frame of Ant Design's fields. */
  const areaOf = (tap: Element): DOMRect => {
    const frame = tap.matches('input, select, textarea')
      ? tap.closest('label, [class*="-affix-wrapper"], .ant-select, .ant-picker, .ant-input-number, .ant-upload')
      : null;
    return (frame ?? tap).getBoundingClientRect();
  };
  const isInSentence = (tap: Element): boolean => {
    if (!styleOf(tap).display.startsWith('inline') || !tap.parentElement) return false;
    const around = [...tap.parentElement.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    return around.some((node) => (node.nodeValue ?? '').trim().length > 1);
  };
  const taps = root
    .flatMap((part) => [...part.querySelectorAll(TAPS)])
    .filter((tap) => isShown(tap) && isDrawn(areaOf(tap)) && !tap.parentElement?.closest('button, a[href]'))
    .map((tap) => ({ tap, area: areaOf(tap) }));
  const isFarFromOthers = (area: DOMRect): boolean => {
    const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
    return taps.every(({ area: other }) => {
      if (other.x === area.x && other.y === area.y) return true;
      const dx = Math.max(other.left - x, 0, x - other.right);
      const dy = Math.max(other.top - y, 0, y - other.bottom);
      return Math.hypot(dx, dy) >= limits.tap / 2 || (dx === 0 && dy === 0);
    });
  };
  for (const { tap, area } of taps) {
    const height = Math.round(area.height * 10) / 10;
    const width = Math.round(area.width * 10) / 10;
    if (height >= limits.tap && width >= limits.tapFloor) continue;
    if (isInSentence(tap) || isDisabled(tap)) continue;
    if (limits.isSpacingEnough && isFarFromOthers(area)) continue;
    report('smallTap', tap, `is ${width}×${height}, needs ${limits.tapFloor}×${limits.tap}`);
  }

  // --- Width

  const checkWidth = (box: Element): void => {
    const beyond = box.scrollWidth - box.clientWidth;
    if (beyond <= 0 || styleOf(box).overflowX === 'clip') return;
    const edge = box.getBoundingClientRect().right;
    const far = [...box.querySelectorAll('*')].filter(
      (child) => isShown(child) && child.getBoundingClientRect().right > edge + SLACK,
    );
    report('overflow', far.at(-1) ?? box, `makes the page ${beyond} wider than its window`);
  };
  checkWidth(document.documentElement);
  for (const part of root) if (part !== document.body) checkWidth(part);
  return findings;
}
