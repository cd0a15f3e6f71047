// What a signatory says of a paper without a connection: a draft on this device, encrypted, until the server confirms
// that it is still that version. Nothing here signs anything off: it leads to the page that does, and asks for proof.
import { draftsOf, dropDraft, heldDraft, keepDraft } from "./reader-store.js";

const CONFIRMING = "probity:confirming"; // the draft that was sent from this tab, until a page says what came of it
const place = document.querySelector("[data-to-confirm]");
const { account, tenant } = place.dataset;
const kind = `${account}:sign-off:${tenant}/papers/`;
const offline = Boolean(document.querySelector("[data-offline]:not([hidden])"));
const away = () => offline || !navigator.onLine;

// a browser that keeps nothing has nothing to confirm
if (self.indexedDB && self.crypto?.subtle) begin().catch(() => {});

async function begin() {
  await answered();
  const page = document.querySelector("[data-signing]");
  if (page) await confirmHere(page);
  const box = document.querySelector("[data-approve]");
  if (box) await offer(box);
  const look = () => show(page?.dataset.signing).catch(() => {});
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  await look();
}

// The server has taken what this tab sent it, or has said why not.
async function answered() {
  const id = sessionStorage.getItem(CONFIRMING);
  sessionStorage.removeItem(CONFIRMING);
  if (id && ["signed", "returned"].includes(new URLSearchParams(location.search).get("said"))) await dropDraft(id);
}

// On the page where a paper is signed off: a question stands in its box again; what is refused is no longer kept.
async function confirmHere(page) {
  const id = kind + page.dataset.signing;
  const held = await heldDraft(id);
  if (!held) return;
  if (page.dataset.refused !== undefined && !held.question) await dropDraft(id);
  const box = document.querySelector("textarea[name=question]");
  if (held.question && box && !box.value) {
    box.value = held.question;
    box.closest("details").open = true;
  }
  for (const form of document.querySelectorAll('form[action$="/sign-off"], form[action$="/return"]'))
    form.addEventListener("submit", () => sessionStorage.setItem(CONFIRMING, id));
}

// In the reader, for whoever may sign the paper: without a connection they can say what they think of it.
async function offer(box) {
  const id = kind + box.dataset.paper;
  const [linked, apart, kept] = ["linked", "apart", "kept-word"].map((name) => box.querySelector(`[data-${name}]`));
  const words = apart.querySelector("textarea");
  const look = async () => {
    const held = await heldDraft(id);
    kept.hidden = !held;
    if (held) kept.querySelector("p").textContent = `${said(held)} This is kept on this device. Nothing is signed off or sent until you confirm it when you are connected.`;
    linked.hidden = away();
    apart.hidden = !away() || Boolean(held);
  };
  const keep = async (question) => {
    const { paper, version, sha256, rendition, title } = box.dataset;
    await keepDraft(account, id, {
      entries: [], paper, version, sha256, rendition, question, name: title, at: Date.now(),
      title: `Your sign-off of “${title}”`, shown: `${tenant}/sign-off/${paper}`,
    });
    await look();
    kept.querySelector("button").focus();
  };
  apart.querySelector("[data-agree]").addEventListener("click", () => keep(""));
  apart.querySelector("[data-ask]").addEventListener("click", () => (words.value.trim() ? keep(words.value.trim()) : words.focus()));
  kept.querySelector("button").addEventListener("click", async () => {
    words.value = (await heldDraft(id))?.question ?? "";
    await dropDraft(id);
    await look();
    if (!apart.hidden) apart.querySelector("[data-agree]").focus();
    await show();
  });
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  await look();
}

const said = ({ question, version, at }) => {
  const day = new Date(at).toLocaleDateString("en-GB", { dateStyle: "long" });
  const hour = new Date(at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(/\s/, "");
  const when = `${day} at ${hour}`;
  return question ? `On ${when} you asked about version ${version}: “${question}”` : `On ${when} you said that you approve version ${version}.`;
};

// What waits, with the way to each; the paper of this very page speaks for itself.
async function show(here) {
  const held = (await draftsOf(account)).filter(({ id, paper }) => id.startsWith(kind) && paper !== here);
  place.hidden = away() || !held.length;
  if (place.hidden) return;
  const count = (list, one) => `${one} ${list.length} ${list.length === 1 ? "paper" : "papers"}`;
  const [asked, agreed] = [held.filter(({ question }) => question), held.filter(({ question }) => !question)];
  const what = [agreed.length && count(agreed, "sign-off of"), asked.length && count(asked, "question on")].filter(Boolean);
  const heading = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `Your ${what.join(" and your ")} ${what.length === 1 ? "is" : "are"} waiting to be confirmed.`;
  heading.append(strong);
  const list = document.createElement("ul");
  list.className = "nhsuk-list";
  list.append(...held.map(line));
  place.replaceChildren(heading, list);
}

function line({ id, paper, name, version, sha256, rendition, question, at }) {
  const link = document.createElement("a");
  link.href = `${tenant}/sign-off/${paper}?${new URLSearchParams({ read: sha256, as: rendition, ...(question ? { asks: "yes" } : {}) })}`;
  link.textContent = `Confirm: ${name}`;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  drop.textContent = "Throw it away";
  const hidden = document.createElement("span");
  hidden.className = "nhsuk-u-visually-hidden";
  hidden.textContent = `: ${name}`;
  drop.append(hidden);
  drop.addEventListener("click", async () => {
    await dropDraft(id);
    await show();
  });
  const words = document.createElement("p");
  words.textContent = said({ question, version, at });
  const made = document.createElement("li");
  made.append(link, words, drop);
  return made;
}
