// What a browser keeps for somebody who is signed in: pages of packs and words that were not sent yet, encrypted, in
// IndexedDB. The keys lie beside them and can be used but not read out. Everything here goes at sign-out.

const NAME = "probity-reader";
const STORES = { packs: "base", pages: "path", keys: "account", drafts: "id" };

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Null where nothing is kept and nothing is to be: whoever only looks or removes leaves no empty database behind after sign-out.
const open = (makes) => {
  const request = indexedDB.open(NAME, 2);
  let none = false;
  request.onupgradeneeded = ({ oldVersion }) => {
    none = oldVersion === 0 && !makes;
    if (none) return request.transaction.abort();
    for (const [store, keyPath] of Object.entries(STORES))
      if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath });
  };
  return asked(request).catch((fault) => {
    if (none) return null;
    throw fault;
  });
};

const within = async (store, mode, act, { makes = false, nothing = undefined } = {}) => {
  const database = await open(makes);
  if (!database) return nothing;
  database.onversionchange = () => database.close(); // it is being removed: nobody waits for this
  try {
    return await asked(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
};

export const get = (store, key) => within(store, "readonly", (held) => held.get(key));
export const put = (store, value) => within(store, "readwrite", (held) => held.put(value), { makes: true });
export const keysOf = (store) => within(store, "readonly", (held) => held.getAllKeys(), { nothing: [] });
const all = (store) => within(store, "readonly", (held) => held.getAll(), { nothing: [] });
const remove = (store, key) => within(store, "readwrite", (held) => held.delete(key));

const bytes = (words) => new TextEncoder().encode(words);

export async function seal(key, name, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(name) }, key, data) };
}

export const unseal = (key, name, { iv, sealed }) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(name) }, key, sealed);

// A kept pack goes with its pages, and with what drafts quote from it: what somebody wrote themselves stays.
export async function purgePack(base) {
  await remove("packs", base);
  for (const { path, base: of } of await all("pages")) if (of === base) await remove("pages", path);
  for (const { id, account } of await all("drafts")) {
    if (!id.startsWith(`${account}:${base}/`)) continue;
    const draft = await heldDraft(id);
    if (draft) await keepDraft(account, id, { ...draft, entries: draft.entries.filter(([name]) => name !== "exact") });
  }
}

// Words that were not sent. `id` begins with the account, so that nobody finds another's.
export async function keepDraft(account, id, draft) {
  let held = await get("keys", account);
  if (!held) {
    held = { account, key: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]) };
    await put("keys", held);
  }
  await put("drafts", { id, account, ...(await seal(held.key, id, bytes(JSON.stringify(draft)))) });
}

export async function heldDraft(id) {
  const held = await get("drafts", id);
  const own = held && (await get("keys", held.account));
  if (!own) return null;
  try {
    return JSON.parse(new TextDecoder().decode(await unseal(own.key, id, held)));
  } catch {
    return null;
  }
}

export const dropDraft = (id) => remove("drafts", id);

export async function draftsOf(account) {
  const found = [];
  for (const id of await keysOf("drafts")) {
    const draft = id.startsWith(`${account}:`) && (await heldDraft(id));
    if (draft) found.push({ id, ...draft });
  }
  return found;
}

// Somebody else has signed in since: what the one before left is not theirs to find.
export async function purgeOthers(account) {
  for (const draft of await all("drafts")) if (draft.account !== account) await remove("drafts", draft.id);
  for (const other of await keysOf("keys")) if (other !== account) await remove("keys", other);
}

export async function purgeEverything() {
  sessionStorage.clear();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = resolve;
    request.onblocked = () => setTimeout(resolve, 2000); // another page lets go when it hears of it
  });
  if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
}
