// A form that is marked data-draft loses no words: they stay on this device, encrypted, for this account, until the
// server has them. A note (data-draft-sends) that was sent without a connection waits, and is sent from the next page
// that has one; every other form is there again with its words, for its writer to send.
import { draftsOf, dropDraft, heldDraft, keepDraft, purgeOthers, purgePack } from "./reader-store.js";

const SENT = "probity:sent"; // the draft that was handed in from this tab, until a page says that the server has it
const TAKEN = "probity:taken"; // the draft that the server has, until it is dropped, however soon the next page opens
const SELECTED = "probity:selected";
const KEPT_BACK = new Set(["password", "file", "submit", "button", "image", "reset"]);
const CODES = /password|one-time-code/;

export async function keepDrafts({ account, notices, formToken, offline }) {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const chosen = forms.filter(selected);
  const answered = handedIn();
  if (answered.taken) sessionStorage.setItem(TAKEN, answered.id);
  const settled = purgeOthers(account).then(dropTaken);
  for (const form of forms) keep(form, { account, notices, settled, refused: answered.id, chosen: chosen.includes(form) });
  await settled;
  const send = () => sendWaiting({ account, notices, formToken });
  window.addEventListener("online", send);
  if (!offline) await send();
}

async function dropTaken() {
  const id = sessionStorage.getItem(TAKEN);
  if (!id) return;
  await dropDraft(id);
  sessionStorage.removeItem(TAKEN);
}

export const handIn = (id) => sessionStorage.setItem(SENT, id);

// The draft that this page is the answer to, and whether the server has taken it. If not, it is kept on.
function handedIn() {
  const id = sessionStorage.getItem(SENT);
  if (id && !document.querySelector("[data-draft-goes-on]")) sessionStorage.removeItem(SENT);
  return { id, taken: Boolean(id && new URLSearchParams(location.search).get("said")) };
}

const entriesOf = (form) => {
  const held = [...form.elements].filter((box) => KEPT_BACK.has(box.type) || CODES.test(box.autocomplete)).map((box) => box.name);
  return [...new FormData(form)].filter(([name, value]) => name !== "_token" && typeof value === "string" && !held.includes(name));
};

const shownOf = (form) => {
  const hidden = new Set([...form.elements].filter((box) => box.type === "hidden").map((box) => box.name));
  return entriesOf(form).filter(([name]) => !hidden.has(name));
};

function keep(form, { account, notices, settled, refused: answered, chosen }) {
  const id = `${account}:${form.dataset.draft}`;
  const sends = "draftSends" in form.dataset;
  const title = document.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const begun = JSON.stringify(shownOf(form));
  const refused = answered === id; // the server gave the form back with the words as they were sent
  let asking = false;
  const drop = {
    words: "Throw them away",
    does: async () => {
      await dropDraft(id);
      location.reload();
    },
  };
  // What is written before this is done is kept afterwards.
  const looked = settled.then(async () => {
    const held = await heldDraft(id);
    if (!held || held.waiting || refused || JSON.stringify(shownAmong(held, form)) === begun) return;
    const when = new Date(held.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    const untouched = JSON.stringify(shownOf(form)) === begun;
    if (untouched && (sends || held.begun === begun)) {
      fill(form, held.entries, chosen ? ["exact"] : []);
      notices.say(`Words that you have not sent yet are here again, from ${when}.`, drop);
      return;
    }
    asking = true;
    notices.say(`This browser kept words of yours from ${when}${untouched ? ", and what they were written on has changed since" : ""}.`, {
      words: "Go on with those words",
      does: () => {
        asking = false;
        fill(form, held.entries, []);
        notices.hush();
        save(false);
      },
    }, drop);
  }).catch(() => {});

  let due = null;
  let busy = false;
  const write = async () => {
    if (busy) return;
    busy = true;
    await looked;
    if (asking) due = null; // two sets of words: the older are not written over before somebody chooses
    while (due) {
      const draft = due;
      due = null;
      if (!draft.waiting && !refused && JSON.stringify(shownAmong(draft, form)) === begun) await dropDraft(id);
      else await keepDraft(account, id, draft).catch(() => {}); // private windows and full disks keep nothing
    }
    busy = false;
  };
  const save = (waiting) => {
    if (asking) return undefined;
    due = { entries: entriesOf(form), action: form.getAttribute("action"), shown: location.pathname + location.search, at: Date.now(), begun, title, sends, waiting };
    return write();
  };
  form.addEventListener("input", () => void save(false));
  form.addEventListener("submit", async (event) => {
    if (sends) {
      event.preventDefault();
      await save(true);
      await sendNow(form, { id, account, notices, save });
    } else if (navigator.onLine) {
      handIn(id);
    } else {
      event.preventDefault();
      await save(false);
      notices.say("Not sent: there is no connection. Your words are kept on this device. Send them when there is one.");
    }
  });
}

// The words that were marked on the page before, for the form that they were marked for.
function selected(form) {
  const found = JSON.parse(sessionStorage.getItem(SELECTED) || "null");
  sessionStorage.removeItem(SELECTED);
  if (!found || found.block !== form.elements.block?.value) return false;
  form.elements.exact.value = found.exact;
  return true;
}

const shownAmong = (draft, form) => {
  const names = new Set([...form.elements].filter((box) => box.type !== "hidden").map((box) => box.name));
  return draft.entries.filter(([name]) => names.has(name));
};

function fill(form, entries, but) {
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const box of form.elements) {
    if (!box.name || box.type === "hidden" || KEPT_BACK.has(box.type) || but.includes(box.name)) continue;
    if (box.type === "checkbox" || box.type === "radio") {
      const wanted = (given.get(box.name) ?? []).includes(box.value);
      if (box.checked !== wanted) {
        box.checked = wanted;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    } else if (given.has(box.name)) box.value = given.get(box.name)[0];
  }
}

const taken = (answer) => answer.ok && answer.redirected && !/^\/(sign-in|confirm)/.test(new URL(answer.url).pathname);

async function sendNow(form, { id, notices, save }) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(30_000) });
    if (taken(answer)) {
      await dropDraft(id);
      location.assign(answer.url + (form.elements.block ? `#p${form.elements.block.value}` : ""));
      return;
    }
    await save(false);
    handIn(id);
    HTMLFormElement.prototype.submit.call(form); // the server's own page says what is wrong
  } catch {
    notices.say("Not sent yet: there is no connection. Your words are kept on this device, and are sent when there is one.");
  }
}

// One tab at a time, so that nothing is sent twice.
export const sendWaiting = (mine) =>
  navigator.locks.request("probity-drafts", { ifAvailable: true }, (lock) => (lock ? sendAll(mine) : undefined));

async function sendAll({ account, notices, formToken }) {
  try {
    let sent = 0;
    for (const { id, ...draft } of await draftsOf(account)) {
      if (!draft.waiting) continue;
      const body = new URLSearchParams([...draft.entries, ["_token", formToken()]]);
      const answer = await fetch(draft.action, { method: "POST", body });
      if (taken(answer)) {
        await dropDraft(id);
        sent += 1;
      } else if (answer.status === 422) {
        await keepDraft(account, id, { ...draft, waiting: false });
        notices.say("A note that you wrote without a connection could not be taken as it is.", {
          words: "Look at it",
          does: () => location.assign(draft.shown),
        });
        return;
      } else if (answer.status === 403 || answer.status === 404) {
        const base = /^(\/t\/[^/]+\/packs\/[^/]+)\//.exec(draft.action)?.[1];
        if (base) await purgePack(base);
        const words = draft.entries.find(([name]) => name === "words")?.[1] ?? "";
        notices.say(`A note that you wrote without a connection can’t be made, since you may no longer read what it is on. You wrote: “${words}”`, {
          words: "Throw it away",
          does: async () => {
            await dropDraft(id);
            notices.hush();
          },
        });
        return;
      }
    }
    if (sent) notices.say(sent === 1 ? "A note that you wrote without a connection is sent." : `${sent} notes that you wrote without a connection are sent.`);
  } catch {
    // no connection: they go on waiting
  }
}
