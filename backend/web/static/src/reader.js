// The reader, where scripts run: keeps an opened pack for 24 hours and turns a selection into a note. Everything can be
// read and noted without this file.
import { get, purgePack, put, seal } from "./reader-store.js";

const frame = document.querySelector("[data-reader]");
const offline = !frame.querySelector("[data-offline]").hidden;
const base = `${frame.dataset.tenant}/packs/${frame.dataset.pack}`;
const formToken = () => document.querySelector("input[name=_token]").value;
const post = (path) => fetch(path, { method: "POST", headers: { "x-csrf-token": formToken() }, redirect: "manual" });

noteOnSelection();
if (offline) endWithTheLease();
else if ("opened" in frame.dataset && "serviceWorker" in navigator && self.crypto?.subtle) keepThePack().catch(() => {});

async function keepThePack() {
  await navigator.serviceWorker.register(`${frame.dataset.tenant}/reader-worker.js`, {
    scope: `${frame.dataset.tenant}/`,
    type: "module",
  });
  const answer = await post(`${base}/keeping`);
  if (!answer.ok) {
    await purgePack(base);
    return;
  }
  const told = await answer.json();
  const held = await get("packs", base);
  if (held && held.token !== told.token) await purgePack(base);
  const raw = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  raw.fill(0);
  const now = Date.now();
  await put("packs", { base, token: told.token, key, until: now + told.seconds * 1000, checkedAt: now, checked: told.checked });
  await keepAssets();
  const changed = new URLSearchParams(location.search).has("said") ? location.pathname : "";
  for (const path of told.pages) {
    const page = await get("pages", path);
    const mark = told.marks[path] ?? ""; // whether it offers a sign-off, and of what
    if (page && page.token === told.token && page.mark === mark && path !== changed) continue;
    await keepPage(path, told.token, key, mark);
  }
  const place = frame.querySelector("[data-kept]");
  if (place) {
    place.textContent = "This issue can be read on this device without a connection for the next 24 hours.";
    place.hidden = false;
  }
}

async function keepPage(path, token, key, mark = "") {
  const answer = await fetch(path, { redirect: "manual" });
  if (!answer.ok) return;
  const data = await answer.arrayBuffer();
  await put("pages", {
    path, base, token, mark,
    ...(await seal(key, path, data)),
    type: answer.headers.get("content-type"),
    policy: answer.headers.get("content-security-policy"),
  });
  if (!answer.headers.get("content-type").startsWith("text/html")) return;
  const shown = new DOMParser().parseFromString(new TextDecoder().decode(data), "text/html");
  for (const picture of shown.querySelectorAll("[data-text] img")) {
    const address = picture.getAttribute("src");
    const known = await get("pages", address);
    if (address.startsWith(frame.dataset.tenant) && !(known && known.token === token)) await keepPage(address, token, key);
  }
}

// Style sheets and scripts hold nothing of anybody's: they are kept as they are.
async function keepAssets() {
  const names = performance.getEntriesByType("resource").map((each) => each.name).filter((name) => name.startsWith(`${location.origin}/static/`));
  const cache = await caches.open("probity-assets");
  for (const name of new Set(names)) if (!(await cache.match(name))) await cache.add(name).catch(() => {});
}

function noteOnSelection() {
  const text = frame.querySelector("[data-text]");
  if (!text || !text.dataset.note) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--small pb-note-here";
  button.textContent = "Note on these words";
  button.hidden = true;
  frame.append(button);
  let chosen = null;
  const look = () => {
    chosen = quoted(text, document.getSelection());
    button.hidden = !chosen;
    if (!chosen) return;
    const at = chosen.range.getBoundingClientRect();
    const frameAt = frame.getBoundingClientRect();
    const zoom = frameAt.width / frame.offsetWidth || 1;
    button.style.setProperty("top", `${(at.bottom + window.scrollY) / zoom + 8}px`);
    button.style.setProperty("left", `${Math.max(8, at.left) / zoom}px`);
  };
  document.addEventListener("selectionchange", look);
  look(); // words may have been marked before this ran
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    sessionStorage.setItem("probity:selected", JSON.stringify({ block: chosen.block, exact: chosen.exact }));
    location.assign(`${text.dataset.note}?block=${chosen.block}`);
  });
}

// The words that are marked, without the numbers beside them, and the paragraph that they begin in.
function quoted(text, selection) {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const numbers = [...text.querySelectorAll(".pb-number")];
  const before = numbers.filter((each) => range.comparePoint(each, 0) <= 0 || each.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING);
  const number = before.filter((each) => each.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  if (!number) return null;
  const copy = range.cloneContents();
  for (const each of copy.querySelectorAll(".pb-number, .pb-page-in, .pb-page-mark, .pb-note-beside")) each.remove();
  const exact = copy.textContent.replace(/\s+/g, " ").trim();
  return exact ? { range, exact: exact.slice(0, 4000), block: number.id.slice(1) } : null;
}

// A kept page that stays open is taken away with the copy that it came from.
async function endWithTheLease() {
  const look = async () => {
    const pack = await get("packs", base);
    const left = pack ? pack.until - Date.now() : 0;
    if (left > 0) {
      setTimeout(look, left);
      return;
    }
    await purgePack(base);
    location.reload(); // the worker tells that the time is over
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  await look();
}
