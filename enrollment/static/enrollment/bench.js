// At the bench Enter goes down to the next person instead of saving; without script it saves, which loses nothing.
const fields = () => [...document.querySelectorAll("[data-bench]")];

document.querySelector("[data-bench-form]")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-bench]")) return;
  event.preventDefault();
  const all = fields();
  const next = all[all.indexOf(event.target) + 1];
  (next ?? document.querySelector("[data-bench-form] [type=submit]"))?.focus();
  next?.select?.();
});

// What was typed and not saved is not lost by a wrong tap.
let changed = false;
document.querySelector("[data-bench-form]")?.addEventListener("input", () => { changed = true; });
document.querySelector("[data-bench-form]")?.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
