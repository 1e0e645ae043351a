/* global self, caches, Request -- a service worker has these, and no window */
/**
 * Between the pages and the network: files with a hash in their name come from the phone, the page itself from the
 * network as long as it answers soon. Replies of the API are none of its business: the pages keep copies of their own.
 * The build puts this version's files in the place of the list (config/web/worker-plugin.ts), so that each version is
 * another worker and the browser takes it up. docs/decisions/0033-the-page-from-the-network-first.md
 */
const FILES = self.LINKANG_FILES;
const PREFIX = 'linkang-';
const CACHE = PREFIX + self.LINKANG_VERSION;
const PAGE = '/';
/** Whoever waits longer is shown the page of the last visit, in milliseconds. */
const PATIENCE_MS = 3000;

async function install() {
  const cache = await caches.open(CACHE);
  // The browser's own cache has most of them already.
  await cache.addAll(FILES);
  await cache.add(new Request(PAGE, { cache: 'no-cache' }));
  await self.skipWaiting();
}

/** Old versions go, but for the last: a page of it may be open and still ask for a part of itself. */
async function dropOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

async function tellPages() {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  pages.forEach((page) => page.postMessage({ kind: 'version', files: FILES }));
}

async function activate() {
  await dropOld();
  await self.clients.claim();
  await tellPages();
}

/**
 * The page from the network; the kept one where there is no answer, or none in time. What is kept stays as it was
 * installed: a newer page would ask without network for files that this version does not have.
 */
async function page(request) {
  const kept = await caches.match(PAGE, { cacheName: CACHE });
  const fresh = fetch(request);
  if (!kept) return fresh;
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(kept), PATIENCE_MS);
  });
  const answer = await Promise.race([fresh.catch(() => kept), late]);
  clearTimeout(timer);
  // A server that is being exchanged answers with a fault; the kept page can say more.
  return answer.status >= 500 ? kept : answer;
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request));
  else if (/^\/(js|css|static)\//.test(pathname)) event.respondWith(file(request));
});
