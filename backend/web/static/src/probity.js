// What NHS.UK's components need to come alive. Every act works without this file.
import { initAll } from "./nhsuk.js";

initAll();

// Words from the editor stay in this browser until the page of the paper says that the server has them; and no longer
// than somebody is signed in.
try {
  const handedIn = sessionStorage.getItem("probity:handed-in");
  if (handedIn && document.querySelector("[data-handed-in]")) {
    localStorage.removeItem(handedIn);
    sessionStorage.removeItem("probity:handed-in");
  }
  document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("probity:paper:")) localStorage.removeItem(key);
  });
} catch {
  // a browser that keeps nothing has nothing to forget
}
