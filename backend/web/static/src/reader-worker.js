// Shows kept pages of packs where there is no connection, for as long as their lease runs; removes what may no longer
// be shown at the next contact.
import { get, open, purgePack } from "./reader-store.js";

const READING = /^(\/t\/[^/]+\/packs\/[^/]+)\/read(?:\/[^/]+)?$/;
const GONE = new Set([401, 403, 404]);
const PATIENCE = 10_000;
let checkedAt = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (READING.test(url.pathname) && request.mode === "navigate") event.respondWith(page(request, url));
  else if (request.destination === "image") event.respondWith(fetch(request).catch(() => kept(url.pathname)));
  if (request.mode === "navigate") event.waitUntil(check());
});

async function asset(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}

async function page(request, url) {
  const base = READING.exec(url.pathname)[1];
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return kept(url.pathname);
  }
  if (GONE.has(answer.status) || answer.type === "opaqueredirect") await purgePack(base);
  return answer;
}

async function kept(path) {
  const held = await get("pages", path);
  const pack = held && (await get("packs", held.base));
  if (!held || !pack || pack.token !== held.token) return told("There is no copy of this page on this device.");
  const now = Date.now();
  // a clock that went back does not make the lease longer
  if (now >= pack.until || now < pack.checkedAt - 300_000) {
    await purgePack(held.base);
    return told("The copy on this device was kept for 24 hours and is removed.");
  }
  const additionalData = new TextEncoder().encode(path);
  let data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: held.iv, additionalData }, pack.key, held.sealed);
  if (held.type.startsWith("text/html")) {
    data = new TextDecoder().decode(data)
      .replace(" hidden data-offline", " data-offline")
      .replace(/<span data-checked>[^<]*<\/span>/, `<span data-checked>${pack.checked}</span>`);
  }
  return new Response(data, { headers: { "content-type": held.type, "content-security-policy": held.policy, "cache-control": "no-store" } });
}

// Each kept pack is asked for: one that may not be shown, or not as it was, goes.
async function check() {
  if (Date.now() - checkedAt < PATIENCE) return;
  checkedAt = Date.now();
  const database = await open();
  const keys = await new Promise((resolve) => {
    const request = database.transaction("packs").objectStore("packs").getAllKeys();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve([]);
  });
  database.close();
  for (const base of keys) {
    const pack = await get("packs", base);
    if (pack && Date.now() >= pack.until) await purgePack(base);
    try {
      const answer = await fetch(`${base}/lease`, { redirect: "manual" });
      if (GONE.has(answer.status) || answer.type === "opaqueredirect") await purgePack(base);
      else if (answer.ok && pack && (await answer.json()).token !== pack.token) await purgePack(base);
    } catch {
      return; // no connection: the lease goes on running
    }
  }
}

function told(words) {
  const body = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No connection – Probity</title></head><body><main><h1>There is no connection</h1><p>${words} Connect, then open the page again.</p></main></body></html>`;
  return new Response(body, { status: 503, headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" } });
}
