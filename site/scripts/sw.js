/**
 * The service worker: keeps the task pages and the guides last read for a phone without signal, and sends what waits in the
 * outbox. The build replaces VERSION and FILES. Reports lie in IndexedDB, which no update here touches.
 */

import { flush } from "./outbox.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const TASKS = `tasks-${VERSION}`; // whole and from one build: a page never meets another build's script
const READ = "read"; // guides and region files, as last seen
const MOST_READ = 40;
const READABLE = /^\/($|panduan\/|cari\/|privasi\/|tentang\/|data\/|assets\/)/;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(TASKS).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))));
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => event.waitUntil(Promise.all([forgetOldBuilds(), takeOver()])));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate") event.waitUntil(flush());
  if (request.method !== "GET" || origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(kept(request, pathname));
  else if (READABLE.test(pathname)) event.respondWith(lastRead(event, pathname));
});

worker.addEventListener("sync", (event) => {
  event.waitUntil(
    flush().then(({ left }) => {
      if (left) throw new Error("still waiting"); // so that the browser tries again
    }),
  );
});

/** A file of this build; a page of an older one that is still open may ask for its own. */
async function kept(request, pathname) {
  return (await known(TASKS, pathname)) ?? fetch(request);
}

/** What is kept of an address: in the cache of this name, or in any other. A phone whose caches fail keeps nothing. */
async function known(name, pathname) {
  try {
    return (await (await caches.open(name)).match(pathname)) ?? (await caches.match(pathname));
  } catch {
    return undefined;
  }
}

/** What was read last time at once, and the news for the next time; without signal the first page. */
async function lastRead(event, pathname) {
  const before = await known(READ, pathname);
  const coming = fetch(event.request);
  // The answer goes to the reader whether or not it can be kept.
  event.waitUntil(coming.then((answer) => answer.ok && keepRead(pathname, answer.clone())).catch(() => {}));
  return before ?? coming.catch(() => (event.request.mode === "navigate" ? Response.redirect("/") : Response.error()));
}

async function keepRead(pathname, answer) {
  const cache = await caches.open(READ);
  await cache.put(pathname, answer);
  await forgetLongUnread(cache);
}

/** Serve the pages that were open before this worker was, and keep what they showed. */
async function takeOver() {
  await worker.clients.claim();
  const open = (await worker.clients.matchAll()).map(({ url }) => new URL(url).pathname).filter((pathname) => READABLE.test(pathname));
  await caches.open(READ).then((cache) => cache.addAll(open)).catch(() => {}); // a full phone keeps none
}

/** The build before stays, for pages that are open; what is older goes. */
async function forgetOldBuilds() {
  const builds = (await caches.keys()).filter((name) => name.startsWith("tasks-") && name !== TASKS);
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)));
}

async function forgetLongUnread(cache) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_READ)).map((key) => cache.delete(key)));
}
