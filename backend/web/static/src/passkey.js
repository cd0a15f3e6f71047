// Passkeys, where the browser has them; and the one form that needs no press of its button.
// Signing in with a password and a code works without this file.

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

// What the server asks, in the shape that the browser wants.
const asked = (question) => ({
  ...question,
  challenge: decode(question.challenge),
  ...(question.user && { user: { ...question.user, id: decode(question.user.id) } }),
  ...(question.allowCredentials && { allowCredentials: known(question.allowCredentials) }),
  ...(question.excludeCredentials && { excludeCredentials: known(question.excludeCredentials) }),
});

const known = (credentials) => credentials.map((each) => ({ ...each, id: decode(each.id) }));

// What the browser answers, in the shape that the server wants.
const answered = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const post = async (path, token, content) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": token },
    body: JSON.stringify(content),
  });
  if (!answer.headers.get("content-type")?.startsWith("application/json")) {
    throw new Error("This page was open too long. Load it again.");
  }
  return answer.json();
};

const run = async ({ passkey, question, answer, next, token }) => {
  const options = await post(question, token, {});
  if (options.go) return options;
  const publicKey = asked(options);
  const credential =
    passkey === "new"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  return post(answer, token, { credential: answered(credential), next });
};

for (const place of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const problem = place.querySelector("[data-passkey-problem]");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const outcome = await run(place.dataset);
      if (outcome.go) window.location.assign(outcome.go);
      else throw new Error(outcome.problem ?? outcome.detail);
    } catch (error) {
      problem.textContent =
        error.name === "NotAllowedError" ? "No passkey was used. Try again, or use another way." : error.message;
      problem.hidden = false;
    }
  });
}

document.querySelector("form[data-submit-at-once]")?.requestSubmit();
