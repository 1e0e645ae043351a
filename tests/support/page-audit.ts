import type { Page } from 'playwright-core';
import { seriousFindings } from './browser';
import { measurePage, type Finding, type MeasureLimits } from './page-measure';
import type { PageRow } from './page-table';

/** How the letters and colours of a front end can be set. */
export interface AuditMode {
  name: string;
  /** Classes of the mini-program's root that make it. */
  classes: readonly string[];
  limits: MeasureLimits;
}

const phoneMode = (name: string, classes: readonly string[], contrast: number, tap: number): AuditMode => ({
  name,
  classes,
  // Large letters may be paler only where nobody has asked for more contrast.
  limits: { contrast, largeContrast: contrast > 4.5 ? contrast : 3, tap, tapFloor: 44, isSpacingEnough: false },
});

/** Every mode of each front end, the usual one first. */
export const auditModes: Record<PageRow['app'], readonly AuditMode[]> = {
  phone: [
    phoneMode('normal', [], 4.5, 48),
    phoneMode('elder', ['elder'], 7, 64),
    phoneMode('contrast', ['contrast'], 7, 48),
    phoneMode('elder, contrast, largest', ['elder', 'contrast', 'is-largest'], 7, 64),
  ],
  console: [
    {
      name: 'normal',
      classes: [],
      limits: { contrast: 4.5, largeContrast: 3, tap: 24, tapFloor: 24, isSpacingEnough: true },
    },
  ],
};

/** Windows in which each front end is measured. */
export const auditSizes: Record<PageRow['app'], readonly { width: number; height: number }[]> = {
  phone: [
    { width: 390, height: 844 },
    { width: 320, height: 640 },
    { width: 430, height: 932 },
  ],
  console: [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ],
};

/** What is wrong with a page, in which mode and width. */
export interface AuditFault {
  kind: Finding['kind'] | 'axe';
  text: string;
  mode: string;
  width: number;
}

/** A fault on one line. */
export const sayFault = ({ kind, mode, width, text }: AuditFault): string => `${kind} ${mode} ${width}: ${text}`;

/** Puts a page into a mode in place: the mini-program draws its modes by classes of its root alone. */
const enterMode = (page: Page, app: PageRow['app'], mode: AuditMode): Promise<void> =>
  page.evaluate(
    ({ all, on }) => {
      for (const root of document.querySelectorAll('.ui'))
        for (const name of all) root.classList.toggle(name, on.includes(name));
    },
    { all: auditModes[app].flatMap(({ classes }) => classes), on: [...mode.classes] },
  );

/**
 * Measures an open page in every given mode and width, and asks axe once: the modes have the same elements.
 * The page is left in the first width.
 */
export async function auditPage(
  page: Page,
  app: PageRow['app'],
  modes: readonly AuditMode[] = auditModes[app],
  sizes: readonly { width: number; height: number }[] = auditSizes[app],
): Promise<AuditFault[]> {
  const faults: AuditFault[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const mode of modes) {
      await enterMode(page, app, mode);
      const found = await page.evaluate(measurePage, mode.limits);
      faults.push(...found.map((finding) => ({ ...finding, mode: mode.name, width: size.width })));
    }
  }
  const [mode, size] = [modes.at(-1), sizes.at(-1)];
  for (const text of await seriousFindings(page, ['color-contrast']))
    faults.push({ kind: 'axe', text, mode: mode?.name ?? '', width: size?.width ?? 0 });
  if (sizes[0]) await page.setViewportSize(sizes[0]);
  return faults;
}
