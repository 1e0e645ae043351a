import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { startServer } from './server.mjs';

const { requireSource } = createRequire(import.meta.url)('../../tests/support/sources.cjs');
const { enter } = requireSource('tests/support/page-table.ts');
const { prepareThings } = requireSource('tests/support/page-things.ts');

/** Sizes of the windows in which pages are looked at: width and height. */
export const sizes = {
  phone: [390, 844],
  phoneSmall: [320, 640],
  console: [1280, 800],
  consoleLarge: [1920, 1080],
};

/** A window for each person, signed in once. @param prepare what is done to a new page before anything is opened */
function makeWindows(browser, url, prepare) {
  const windows = new Map();
  return async (row) => {
    const key = `${row.app} ${row.as ?? ''}`;
    if (!windows.has(key)) {
      const [width, height] = sizes[row.app];
      const viewport = { width, height };
      const context = await browser.newContext({ viewport, locale: 'zh-CN', hasTouch: row.app === 'phone' });
      const page = await context.newPage();
      await prepare?.(page);
      windows.set(key, page);
      await enter(page, url, row);
    }
    return windows.get(key);
  };
}

/**
 * Runs the built product on a fresh demo with things booked and asked for, and a browser beside it; all is gone
 * afterwards.
 * @param run gets the address, the things that the addresses of pages name, and a window for the person of a row
 * @param options `variables` for the server's environment, `prepare` for new pages
 */
export async function withDemoPages(run, { variables = {}, prepare } = {}) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-pages-'));
  const server = await startServer({ DATA_DIR: dataDir, NODE_ENV: 'development', ...variables });
  let browser;
  try {
    const url = server.baseUrl;
    const things = await prepareThings(url);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    return await run({ url, things, windowOf: makeWindows(browser, url, prepare) });
  } finally {
    await browser?.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
