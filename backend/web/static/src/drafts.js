// A form that is marked data-draft loses no words: they stay on this device, for this account, until the server has
// confirmed them. What was sent without a connection waits, and is sent from the next page that has one.

const PREFIX = "probity:draft:";

export function keepDrafts({ account, place, formToken, offline }) {
  const mine = `${PREFIX}${account}:`;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(mine)) localStorage.removeItem(key); // somebody else's, who is gone
  }
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form, mine + form.dataset.draft, place);
  const send = () => sendWaiting(mine, place, formToken);
  if (!offline) send();
  window.addEventListener("online", send);
}

function keep(form, key, place) {
  const boxes = [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  const selected = JSON.parse(sessionStorage.getItem("probity:selected") || "null");
  if (selected && form.elements.block && selected.block === form.elements.block.value) {
    form.elements.exact.value = selected.exact;
    sessionStorage.removeItem("probity:selected");
  }
  const held = JSON.parse(localStorage.getItem(key) || "null");
  if (held) {
    for (const box of boxes) {
      if (box.type === "checkbox") box.checked = (held.values[box.name] ?? "") === box.value;
      else if (held.values[box.name] && !(selected && box.name === "exact")) box.value = held.values[box.name];
    }
    say(place, "Words that you have not sent yet are here again.", "Throw them away", () => {
      localStorage.removeItem(key);
      location.reload();
    });
  }
  const save = (waiting) => {
    const values = Object.fromEntries(new FormData(form));
    delete values._token;
    localStorage.setItem(key, JSON.stringify({ values, action: form.getAttribute("action"), waiting, at: Date.now() }));
  };
  form.addEventListener("input", () => save(false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    save(true);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(30_000) });
      if (answer.ok && answer.redirected && !new URL(answer.url).pathname.startsWith("/sign-in")) {
        localStorage.removeItem(key);
        location.assign(answer.url + (form.elements.block ? `#p${form.elements.block.value}` : ""));
        return;
      }
      save(false);
      HTMLFormElement.prototype.submit.call(form); // the server's own page says what is wrong
    } catch {
      say(place, "Not sent yet: there is no connection. Your words are kept on this device, and are sent when there is one.");
      place.scrollIntoView();
    }
  });
}

async function sendWaiting(mine, place, formToken) {
  let sent = 0;
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(mine))) {
    const held = JSON.parse(localStorage.getItem(key));
    if (!held.waiting) continue;
    const body = new URLSearchParams(held.values);
    body.set("_token", formToken());
    try {
      const answer = await fetch(held.action, { method: "POST", body });
      if (answer.ok && answer.redirected && !new URL(answer.url).pathname.startsWith("/sign-in")) {
        localStorage.removeItem(key);
        sent += 1;
      } else if (answer.status === 422) {
        localStorage.setItem(key, JSON.stringify({ ...held, waiting: false }));
        say(place, "A note that you wrote without a connection could not be taken as it is.", "Look at it", () =>
          location.assign(key.slice(mine.length)));
        return;
      }
    } catch {
      return;
    }
  }
  if (sent) say(place, sent === 1 ? "A note that you wrote without a connection is sent." : `${sent} notes that you wrote without a connection are sent.`);
}

function say(place, words, act, does) {
  place.replaceChildren();
  const line = document.createElement("p");
  line.textContent = words;
  place.append(line);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
    button.textContent = act;
    button.addEventListener("click", does);
    place.append(button);
  }
  place.hidden = false;
}
