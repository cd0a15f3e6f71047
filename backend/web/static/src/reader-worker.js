// Shows kept pages of packs where there is no connection, for as long as their lease runs; removes what may no longer
// be shown at the next contact.
import { get, keysOf, purgePack, unseal } from "./reader-store.js";

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
  else if (request.destination === "image") event.respondWith(fetch(request).catch(() => kept(url.pathname)));
  else if (request.mode === "navigate") {
    const shown = READING.test(url.pathname) ? page(request, url) : null;
    if (shown) event.respondWith(shown);
    event.waitUntil(Promise.resolve(shown).then(check)); // afterwards, so that the page can say why it is gone
  }
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
  const gone = await purgeWhatIsOver();
  if (held && gone.includes(held.base)) return told("The copy on this device was kept for 24 hours and is removed.");
  if (!held || !pack || pack.token !== held.token) return told("There is no copy of this page on this device.");
  let data = await unseal(pack.key, path, held);
  if (held.type.startsWith("text/html")) {
    data = new TextDecoder().decode(data)
      .replace(" hidden data-offline", " data-offline")
      .replace(/<span data-checked>[^<]*<\/span>/, `<span data-checked>${pack.checked}</span>`);
  }
  return new Response(data, { headers: { "content-type": held.type, "content-security-policy": held.policy, "cache-control": "no-store" } });
}

// The leases that have ended, by this device's clock; one that went back does not make a lease longer.
async function purgeWhatIsOver() {
  const now = Date.now();
  const gone = [];
  for (const base of await keysOf("packs")) {
    const pack = await get("packs", base);
    if (!pack || (now < pack.until && now >= pack.checkedAt - 300_000)) continue;
    await purgePack(base);
    gone.push(base);
  }
  return gone;
}

// Each kept pack is asked for: one that may not be shown, or not as it was, goes.
async function check() {
  if (Date.now() - checkedAt < PATIENCE) return;
  checkedAt = Date.now();
  await purgeWhatIsOver();
  for (const base of await keysOf("packs")) {
    const pack = await get("packs", base);
    if (!pack) continue;
    try {
      const answer = await fetch(`${base}/lease`, { redirect: "manual" });
      if (GONE.has(answer.status) || answer.type === "opaqueredirect") await purgePack(base);
      else if (answer.ok && (await answer.json()).token !== pack.token) {
        // a page that was opened meanwhile may have kept it anew
        if ((await get("packs", base))?.token === pack.token) await purgePack(base);
      }
    } catch {
      return; // no connection: the lease goes on running
    }
  }
}

function told(words) {
  const body = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No connection – Probity</title></head><body><main><h1>There is no connection</h1><p>${words} Connect, then open the page again.</p></main></body></html>`;
  return new Response(body, { status: 503, headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" } });
}
