// For whoever is signed in, on every page: drafts, a warning before the session ends with more time at a press, and a
// question before sign-out throws words away that were not sent.
import { keepDrafts, sendWaiting } from "./drafts.js";
import { draftsOf, purgeEverything } from "./reader-store.js";

const WARNED = 5 * 60; // seconds before the end
const place = document.querySelector("[data-session]");
const part = (name) => place.querySelector(`[data-${name}]`);
const formToken = () => document.querySelector("input[name=_token]").value;
const offline = Boolean(document.querySelector("[data-offline]:not([hidden])"));

const notices = {
  say(words, ...acts) {
    place.hidden = false;
    const said = part("drafts");
    said.hidden = false;
    const line = document.createElement("p");
    line.textContent = words;
    said.replaceChildren(line, ...acts.map(button));
    said.scrollIntoView({ block: "nearest" });
  },
  hush() {
    part("drafts").hidden = true;
    part("drafts").replaceChildren();
  },
};

if (place) {
  const mine = { account: place.dataset.session, notices, formToken, offline };
  // a browser that keeps nothing has nothing to send and nothing to forget
  if (self.indexedDB && self.crypto?.subtle) {
    keepDrafts(mine).catch(() => {});
    askBeforeSignOut(mine);
  }
  if (!offline) warnBeforeTheEnd();
}

function button({ words, does, plain = false }) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `nhsuk-button nhsuk-button--small${plain ? "" : " nhsuk-button--secondary"}`;
  made.textContent = words;
  made.addEventListener("click", does);
  return made;
}

function warnBeforeTheEnd() {
  const [words, more] = [part("time").querySelector("p"), part("time").querySelector("button")];
  const others = "BroadcastChannel" in self ? new BroadcastChannel("probity-session") : null;
  let idle; // when the session ends if nothing happens, by this device's clock
  let end; // when it ends whatever happens
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    const now = Date.now();
    const until = Math.min(idle, end);
    const left = Math.ceil((until - now) / 1000);
    if (left > WARNED) {
      part("time").hidden = true;
    } else if (left > 0) {
      const minutes = Math.ceil(left / 60);
      const soon = minutes === 1 ? "in about a minute" : `in about ${minutes} minutes`;
      tell(idle < end
        ? `You will be signed out ${soon}, since nothing has happened here for a while. Do you need more time?`
        : `You will be signed out ${soon}: a session ends twelve hours after it began. Send what you have written, then sign in again.`, idle < end);
    } else {
      tell("You have been signed out. What you wrote in a long form or a note is kept on this device: sign in again to send it.", false);
      return;
    }
    timer = setTimeout(look, Math.max(1000, left > WARNED ? (left - WARNED) * 1000 : Math.min(60, left) * 1000));
  };
  const tell = (said, may) => {
    if (words.textContent !== said) words.textContent = said;
    more.hidden = !may;
    place.hidden = false;
    part("time").hidden = false;
  };
  const begin = (told) => {
    idle = Date.now() + told.idle * 1000;
    end = Date.now() + told.left * 1000;
    look();
  };
  more.addEventListener("click", async () => {
    try {
      const answer = await fetch("/account/more-time", { method: "POST", headers: { "x-csrf-token": formToken() }, redirect: "manual" });
      if (answer.ok) {
        const told = await answer.json();
        begin(told);
        others?.postMessage(told);
      } else tell("You have been signed out. What you wrote in a long form or a note is kept on this device: sign in again to send it.", false);
    } catch {
      tell("There is no connection just now. What you wrote in a long form or a note is kept on this device.", true);
    }
  });
  const told = { idle: Number(place.dataset.idle), left: Number(place.dataset.left) };
  others?.addEventListener("message", ({ data }) => begin(data));
  others?.postMessage(told); // a page that opens here gives the pages of other tabs their time too
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look()); // after a sleep
  begin(told);
}

function askBeforeSignOut(mine) {
  const form = document.querySelector('form[action="/sign-out"]');
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (navigator.onLine) await sendWaiting(mine);
      const left = await draftsOf(mine.account);
      if (left.length && !(await mayGo(left))) return;
      await purgeEverything();
    } catch {
      // what can't be read can't be kept either: the answer to the sign-out clears it
    }
    if (navigator.onLine) HTMLFormElement.prototype.submit.call(form);
    else notices.say("What this device kept is removed. There is no connection, so you are still signed in: sign out again once there is one.");
  });
}

// Sign-out takes unsent words with it, so their writer is asked.
function mayGo(left) {
  return new Promise((resolve) => {
    const asked = document.createElement("dialog");
    asked.className = "pb-ask";
    asked.setAttribute("aria-labelledby", "pb-ask");
    const heading = document.createElement("h2");
    heading.id = "pb-ask";
    heading.className = "nhsuk-heading-m";
    heading.textContent = "Sign out and throw away what you have not sent?";
    const told = document.createElement("p");
    told.textContent = "This browser keeps words of yours that were not sent. Nobody else has them.";
    const list = document.createElement("ul");
    list.className = "nhsuk-list nhsuk-list--bullet";
    for (const draft of left) {
      const link = document.createElement("a");
      link.href = draft.shown;
      link.textContent = draft.title || "A form";
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    }
    const settle = (may) => () => {
      asked.remove();
      resolve(may);
    };
    asked.append(heading, told, list,
      button({ words: "Stay signed in", does: settle(false), plain: true }),
      button({ words: "Throw them away and sign out", does: settle(true) }));
    asked.addEventListener("cancel", settle(false));
    document.body.append(asked);
    asked.showModal();
  });
}
