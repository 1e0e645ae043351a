// R10 and R11: how much the phone loads, against the program that `taro init` makes, built by the same tools.
import { spawn } from 'node:child_process';
import { cpSync, createReadStream, existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const miniapp = path.join(root, 'miniapp');
const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8' };

const print = ({ name, goal, ours, bare }) =>
  process.stdout.write(
    `${JSON.stringify({ name, ratio: Number((ours / bare).toFixed(3)), goal, oursBytes: ours, bareBytes: bare })}\n`,
  );

/** Builds the template's program for a target. @returns its folder */
async function buildBare(target) {
  const folder = path.join(miniapp, 'dist', `bare-${target}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(import.meta.dirname, 'bare-taro'), folder, { recursive: true });
  const taro = path.join(root, 'node_modules/@tarojs/cli/bin/taro');
  const child = spawn(process.execPath, [taro, 'build', '--type', target, '--no-check'], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production', CI: 'true' },
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const dist = path.join(folder, 'dist', target);
  if (!existsSync(dist)) throw new Error(`Taro built nothing in ${dist}`);
  return dist;
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Bytes of everything outside the subpackages. */
function mainBytes(dist) {
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8'));
  const roots = subPackages.map(({ root: folder }) => path.join(dist, folder) + path.sep);
  return filesIn(dist)
    .filter((file) => !roots.some((folder) => file.startsWith(folder)))
    .reduce((sum, file) => sum + statSync(file).size, 0);
}

/** The main package of the mini-program. */
export async function mainPackage() {
  const bare = mainBytes(await buildBare('weapp'));
  print({ name: 'R10 weapp main package', goal: '<= 2.0', ours: mainBytes(path.join(miniapp, 'dist/weapp')), bare });
}

/** Serves a built folder. */
function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Compressed bytes of the scripts that a browser runs until the first page stands; what it fetches ahead is not asked. */
async function firstPageBytes(browser, folder) {
  const server = await serve(folder);
  const page = await browser.newPage();
  const scripts = new Set();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'networkidle' });
  await page.locator('.taro_page').first().waitFor();
  await page.close();
  server.close();
  return [...scripts].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0);
}

/** The scripts of H5's first page. */
export async function firstPage() {
  const bareFolder = await buildBare('h5');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const bare = await firstPageBytes(browser, bareFolder);
    const ours = await firstPageBytes(browser, path.join(miniapp, 'dist/h5'));
    print({ name: 'R11 scripts of the first page, compressed', goal: '<= 1.4', ours, bare });
  } finally {
    await browser.close();
  }
}
