// The editor of a paper: buttons that write Markdown, a preview beside the words, and a draft that this browser keeps
// until the server has the paper. Without this file there is the text area and its Preview button.

import { handIn } from "./drafts.js";
import { dropDraft, heldDraft, keepDraft } from "./reader-store.js";

const PAUSE = 700; // milliseconds without a key before the preview is asked for
const PATIENCE = 15_000; // before it is asked for again after a refusal

const place = document.querySelector("[data-editor]");
if (place) edit(place, document.getElementById("text"));

function edit(place, box) {
  const form = box.form;
  const part = (name) => place.querySelector(`[data-${name}]`);
  const preview = previewing(place, box, part);
  const draft = drafting(place, box, part, preview.soon);
  box.addEventListener("input", () => {
    preview.soon();
    draft.keep();
  });
  form.elements.kind?.addEventListener("change", preview.soon);
  part("preview-now").addEventListener("click", (event) => {
    event.preventDefault();
    preview.now(true);
  });
  form.addEventListener("submit", () => draft.sent());
  tools(part("tools"), box);
  preview.now(false);
}

// The preview: asked for after a pause, told aloud only when somebody asked for it themselves.
function previewing(place, box, part) {
  let timer = 0;
  let under_way = null;
  const say = (words) => {
    part("said").textContent = words;
  };
  const now = async (aloud) => {
    clearTimeout(timer);
    under_way?.abort();
    const mine = (under_way = new AbortController());
    const fields = new FormData(box.form);
    const body = new URLSearchParams({ _token: fields.get("_token"), text: box.value });
    if (fields.get("kind")) body.set("kind", fields.get("kind"));
    if (aloud) say("");
    try {
      const answer = await fetch(place.dataset.preview, {
        method: "POST",
        headers: { "x-preview": "part" },
        body,
        signal: mine.signal,
      });
      const usable = !answer.redirected && (answer.ok || [422, 429].includes(answer.status));
      if (!usable) throw new Error("The preview can’t be had: you may be signed out, or the page was open too long.");
      part("shown").innerHTML = await answer.text(); // the server let it through its allow-list of tags
      if (!answer.ok) timer = setTimeout(now, PATIENCE, false);
      if (aloud) say(`The preview is up to date. ${(part("count") ?? part("shown")).textContent.trim()}`);
    } catch (problem) {
      if (mine.signal.aborted) return;
      const words = problem instanceof TypeError ? "There is no connection just now, so the preview waits." : problem.message;
      const line = document.createElement("p");
      line.textContent = `${words} Your words are kept in this browser.`;
      part("shown").replaceChildren(line);
      if (aloud) say(line.textContent);
      if (problem instanceof TypeError) timer = setTimeout(now, PATIENCE, false);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE, false);
  };
  return { now, soon };
}

// The draft: kept, encrypted, for this person and this form alone. It goes once the server has confirmed the paper, and
// at sign-out.
function drafting(place, box, part, changed) {
  const account = document.querySelector("[data-session]").dataset.session;
  const id = `${account}:${place.dataset.draft}`;
  const version = place.dataset.version ?? "";
  const title = document.querySelector("h1").textContent.replace(/\s+/g, " ").trim();
  const begun = box.value;
  const notice = part("draft-found");
  let found = null;
  const settle = () => {
    found = null;
    notice.hidden = true;
    box.focus();
  };
  const looked = heldDraft(id).then((held) => {
    if (!held || held.text === begun || !held.text.trim()) return;
    found = held;
    part("draft-when").textContent = new Date(found.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    part("draft-older").hidden = found.version === version;
    notice.hidden = false;
    part("draft-use").addEventListener("click", () => {
      box.value = found.text;
      settle();
      keep();
      changed();
    });
    part("draft-drop").addEventListener("click", () => {
      dropDraft(id);
      settle();
    });
  }).catch(() => {});
  let writing = looked;
  let waits = false;
  const keep = () => {
    if (waits) return; // what is written meanwhile goes with it
    waits = true;
    writing = writing.then(async () => {
      waits = false;
      if (found) return; // two sets of words: the older are not written over before somebody chooses
      if (box.value === begun && !document.querySelector(".nhsuk-error-summary")) await dropDraft(id);
      else {
        await keepDraft(account, id, { text: box.value, version, title, at: Date.now(), shown: location.pathname, entries: [] });
        part("kept").hidden = false;
      }
    }).catch(() => (part("kept").hidden = true)); // private windows and full disks keep nothing
  };
  const sent = () => {
    if (!found) handIn(id); // it is dropped when the paper's page comes
  };
  return { keep, sent };
}

// The buttons. One stop of the Tab key; the arrows go from one to the next.
function tools(bar, box) {
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;
  for (const button of buttons) button.addEventListener("click", () => ACTS[button.dataset.tool](box));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  box.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "b") {
      event.preventDefault();
      ACTS.bold(box);
    }
  });
}

const ACTS = {
  heading: (box) => lines(box, () => "# "),
  subheading: (box) => lines(box, () => "## "),
  list: (box) => lines(box, () => "- "),
  numbers: (box) => lines(box, (number) => `${number}. `),
  bold: (box) => around(box, "**", "**", "words in bold"),
  link: (box) => around(box, "[", "](https://)", "words of the link"),
  table: (box) => block(box, "| First column | Second column |\n| --- | --- |\n| One | Two |"),
};

// Each marked line gets its sign; a sign that stands there already is taken for another.
function lines(box, sign) {
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const after = box.value.indexOf("\n", box.selectionEnd);
  const end = after < 0 ? box.value.length : after;
  const bare = box.value.slice(start, end).split("\n").map((line) => line.replace(/^(#{1,6} |[-*] |\d+\. )/, ""));
  write(box, start, end, bare.map((line, at) => sign(at + 1) + line).join("\n"));
}

function around(box, before, behind, words) {
  const { selectionStart: start, selectionEnd: end } = box;
  const chosen = box.value.slice(start, end) || words;
  write(box, start, end, before + chosen + behind);
  box.setSelectionRange(start + before.length, start + before.length + chosen.length);
}

function block(box, words) {
  const end = box.selectionEnd;
  const before = box.value.slice(0, end);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  write(box, end, end, `${gap}${words}\n\n`);
}

function write(box, start, end, words) {
  box.focus();
  box.setSelectionRange(start, end);
  // insertText keeps the browser's own undo; what has no such command gets the words all the same
  if (!document.execCommand("insertText", false, words)) {
    box.setRangeText(words, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
