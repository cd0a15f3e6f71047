// What the reader keeps on a device: pages of packs, encrypted, in IndexedDB; drafts in localStorage.
// Everything here goes at sign-out.

const NAME = "probity-reader";
const DRAFTS = "probity:";

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const open = () => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("packs", { keyPath: "base" });
    request.result.createObjectStore("pages", { keyPath: "path" });
  };
  return asked(request);
};

const within = async (store, mode, act) => {
  const database = await open();
  try {
    return await asked(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
};

export const get = (store, key) => within(store, "readonly", (held) => held.get(key));
export const put = (store, value) => within(store, "readwrite", (held) => held.put(value));
const remove = (store, key) => within(store, "readwrite", (held) => held.delete(key));
const all = (store) => within(store, "readonly", (held) => held.getAllKeys());

export const purgePack = async (base) => {
  await remove("packs", base);
  for (const path of await all("pages")) {
    if (path.startsWith(`${base}/`)) await remove("pages", path);
  }
  for (const path of await all("pages")) {
    const page = await get("pages", path);
    if (page && page.base === base) await remove("pages", path);
  }
};

export const purgeEverything = async () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
  sessionStorage.clear();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
};
