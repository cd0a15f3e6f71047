// A receipt: the SHA-256 of the file that somebody holds, computed here. The file goes nowhere. Without this file they
// compute it by other means, or confirm the one that is shown.
const form = document.querySelector("[data-receipt]");
const choose = form?.querySelector("[data-choose]");

function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compute(file) {
  const said = choose.querySelector("[data-found]");
  const shown = document.querySelector("[data-sha256]").dataset.sha256;
  said.textContent = "Computing…";
  try {
    const found = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    form.elements.sha256.value = found;
    form.elements.how.value = "computed";
    said.textContent =
      found === shown
        ? "This is the sealed pack that was released, byte for byte."
        : "This is another file than the sealed pack that was released. Do not rely on it.";
  } catch {
    said.textContent = "This browser can’t read the file. Compute its SHA-256 by another program.";
  }
}

if (form && choose && globalThis.crypto?.subtle) {
  choose.hidden = false;
  const field = choose.querySelector("input[type=file]");
  field.addEventListener("change", () => field.files[0] && compute(field.files[0]));
  form.elements.sha256.addEventListener("input", () => {
    form.elements.how.value = "confirmed";
  });
}
