// Hashes a dropped PDF on this device and sends the fingerprint alone. Without script, or without a secure
// connection, the form sends the file itself and its sentence says so.
const form = document.querySelector("[data-drop]");

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function submitFingerprint(input) {
  const file = input.files[0];
  if (!file) return;
  if (file.size > Number(form.dataset.most)) {
    form.querySelector("[data-too-large]").hidden = false;
    input.focus();
    return;
  }
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  form.elements.sha256.value = hex(digest);
  input.disabled = true; // a disabled field is not sent
  form.requestSubmit === undefined ? form.submit() : HTMLFormElement.prototype.submit.call(form);
  input.disabled = false;
}

if (form && window.isSecureContext && crypto.subtle) {
  const input = form.elements.file;
  form.querySelector("[data-kept]").hidden = false;
  form.querySelector("[data-sent]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitFingerprint(input);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    submitFingerprint(input);
  });
}
