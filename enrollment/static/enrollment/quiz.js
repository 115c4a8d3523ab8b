// Saves an answer while it is written, keeps it on the device while there is no connection, and says how long is left.
"use strict";
(() => {
  const form = document.querySelector("[data-quiz]");
  if (!form) return;
  const began = performance.now();
  const server = () => Math.round(Number(form.dataset.now) + performance.now() - began);
  const saved = form.querySelector("[data-quiz-saved]");
  const offline = form.querySelector("[data-quiz-offline]");
  const PREFIX = "oc-quiz:";
  let waiting = null;

  const keep = (url, body) => { try { localStorage.setItem(PREFIX + url, body); } catch { /* the page itself still holds it */ } };
  const forget = (url, body) => { try { if (localStorage.getItem(PREFIX + url) === body) localStorage.removeItem(PREFIX + url); } catch { /* nothing kept */ } };
  const away = (is) => { offline.hidden = !is; offline.textContent = is ? form.dataset.wordsOffline : ""; };

  const send = async (url, body) => {
    const sent = new URLSearchParams(body);
    sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(url, { method: "POST", body: sent, headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.status >= 500 || answer.redirected) throw new Error(String(answer.status));
      forget(url, body);
      away(false);
      const said = await answer.json();
      if (url === form.dataset.save) saved.textContent = said.saved ? `${said.saved} ${form.dataset.wordsSaved}` : said.sentence || "";
    } catch { away(true); }
  };
  const written = () => {
    const data = new URLSearchParams(new FormData(form));
    data.delete("csrfmiddlewaretoken");
    data.set("sequence", String(server()));
    return data.toString();
  };
  const save = () => { const body = written(); keep(form.dataset.save, body); send(form.dataset.save, body); };
  const files = form.querySelector("[data-files]"); // they are sent by themselves
  if (!files) form.addEventListener("input", () => { clearTimeout(waiting); keep(form.dataset.save, written()); waiting = setTimeout(save, 700); });

  const resend = () => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => send(key.slice(PREFIX.length), localStorage.getItem(key)));
    } catch { /* nothing kept */ }
  };
  window.addEventListener("online", resend);
  setInterval(() => { if (!offline.hidden) resend(); }, 5000);
  resend();

  const left = form.querySelector("[data-quiz-left]");
  if (!left || !form.dataset.ends) return;
  const said = new Set();
  const tick = () => {
    const seconds = Math.ceil((Number(form.dataset.ends) - server()) / 1000);
    const minutes = Math.max(Math.ceil(seconds / 60), 0);
    left.textContent = `(${form.dataset.wordsLeft} ${minutes})`;
    for (const mark of [10, 5, 1]) {
      if (minutes === mark && !said.has(mark)) { said.add(mark); left.setAttribute("role", "status"); }
    }
    if (!said.has(minutes)) left.removeAttribute("role");
    if (seconds <= 0 && navigator.onLine) window.location.assign(window.location.pathname);
  };
  tick();
  setInterval(tick, 5000);
})();
