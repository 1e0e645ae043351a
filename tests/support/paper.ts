import type { Page } from 'playwright-core';

/** What a page becomes on paper. */
export interface Paper {
  /** Width and height of each sheet in whole millimetres. */
  sheets: [number, number][];
  /** How far the content reaches beyond the paper's text width, in CSS pixels. */
  overflow: number;
  /** Rows of tables that a page break may cut, and tables whose head is not repeated. */
  loose: number;
  /** Buttons and menus that are printed with it. */
  controls: number;
}

const POINTS_PER_MM = 72 / 25.4;
const PIXELS_PER_MM = 96 / 25.4;
const A4 = { widthMm: 210, heightMm: 297 };
/** The margin that the console's pages have at the left and at the right. */
const SIDE_MM = 12;

const inMm = (points: string | undefined): number => Math.round(Number(points) / POINTS_PER_MM);

/** Prints what the page shows now; the window is as wide as the text of an A4 sheet meanwhile. */
export async function paperOf(page: Page): Promise<Paper> {
  const size = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({
    width: Math.floor((A4.widthMm - 2 * SIDE_MM) * PIXELS_PER_MM),
    height: Math.floor(A4.heightMm * PIXELS_PER_MM),
  });
  const found = await page.evaluate(() => {
    const shown = (selector: string) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const loose = [
      ...shown('tbody tr').filter((row) => getComputedStyle(row).breakInside !== 'avoid'),
      ...shown('thead').filter((head) => getComputedStyle(head).display !== 'table-header-group'),
    ];
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      overflow: Math.max(0, scrollWidth - clientWidth),
      loose: loose.length,
      controls: shown('nav, header, button, .ant-btn').length,
    };
  });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  await page.emulateMedia({ media: null });
  if (size) await page.setViewportSize(size);
  const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(
    ([, width, height]): [number, number] => [inMm(width), inMm(height)],
  );
  return { sheets, ...found };
}
