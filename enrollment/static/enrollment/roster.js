// What script adds to the roster: it asks only for what changed, says the count when it changes, and takes keys.
const status = document.querySelector("[data-roster-status]");
const keysLine = document.querySelector("[data-keys-line]");
const keys = document.querySelector("[data-keys]");
const roster = () => document.getElementById("roster");
let etag = roster()?.dataset.etag;
let said = roster()?.dataset.summary;

if (keysLine) keysLine.hidden = false;

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === roster() && etag) event.detail.headers["If-None-Match"] = etag;
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 304) event.detail.shouldSwap = false;
});

document.body.addEventListener("htmx:afterSettle", () => {
  const fresh = roster();
  if (!fresh) return;
  etag = fresh.dataset.etag;
  if (fresh.dataset.summary !== said && status) status.textContent = fresh.dataset.summary;
  said = fresh.dataset.summary;
});

const lost = document.querySelector("[data-roster-lost]");
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (lost) lost.hidden = event.detail.xhr.status !== 0; // 0: no answer came
});

function rowOf(element) {
  return element instanceof Element ? element.closest("[data-row]") : null;
}

function move(row, step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const next = rows[(row ? rows.indexOf(row) : -1) + step];
  next?.querySelector("[data-mark]")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!keys?.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = rowOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!row) return;
    event.preventDefault();
    move(row, event.key === "ArrowDown" ? 1 : -1);
  } else if (row && /^[1-5]$/.test(event.key)) {
    row.querySelector(`[data-mark="${event.key}"]`)?.click();
  } else if (row && event.key.toLowerCase() === "u") {
    row.querySelector("[data-undo]")?.click();
  }
});
