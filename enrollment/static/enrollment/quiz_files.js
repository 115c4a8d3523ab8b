// Sends each photo or paper as soon as it is chosen, made smaller where it is a large photo. While there is no
// connection it stays on the device, also over a reload; the server counts the same file once, so it may come again.
"use strict";
(() => {
  const box = document.querySelector("[data-files]");
  const form = box && box.closest("form");
  const input = box && box.querySelector("input[type=file]");
  if (!form) return;
  const url = box.dataset.files;
  const said = box.querySelector("[data-files-said]");
  const LONGEST_SIDE = 2560, LARGE = 1500000, AGAIN = 5000;
  let memory = [], busy = false;

  const opened = new Promise((resolve) => {
    try {
      const asked = indexedDB.open("oc-quiz-files", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key", autoIncrement: true });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
    } catch { resolve(null); }
  });
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const store = async (mode) => { const db = await opened; return db && db.transaction("waiting", mode).objectStore("waiting"); };
  const keep = async (one) => {
    try { const rows = await store("readwrite"); if (rows) { await done(rows.add(one)); return; } } catch { /* kept in the page */ }
    memory.push(one);
  };
  const waiting = async () => {
    try { const rows = await store("readonly"); if (rows) return memory.concat((await done(rows.getAll())).filter((one) => one.url === url)); } catch { /* none */ }
    return memory;
  };
  const forget = async (one) => {
    memory = memory.filter((other) => other !== one);
    if (one.key) { const rows = await store("readwrite"); await done(rows.delete(one.key)); }
  };

  const smaller = async (file) => {
    if (!file.type.startsWith("image/") || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size <= LARGE) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return blob ? new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }) : file;
    } catch { return file; } // the server says what is wrong with it
  };

  const post = async (one) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("file", one.blob, one.name);
    const answer = await fetch(one.url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status >= 500 || answer.redirected) throw new Error(String(answer.status));
    return answer;
  };
  const flush = async () => {
    if (busy) return;
    busy = true;
    let sent = 0, refused = "";
    try {
      const all = await waiting();
      for (const [place, one] of all.entries()) {
        said.textContent = `${box.dataset.wordsSending} ${place + 1} / ${all.length}`;
        const answer = await post(one);
        await forget(one);
        if (answer.ok) sent += 1; else refused = (await answer.json()).sentence || String(answer.status);
      }
      said.textContent = refused;
      if (sent && !refused) window.location.assign(window.location.pathname);
    } catch {
      said.textContent = box.dataset.wordsWaiting;
      setTimeout(flush, AGAIN);
    }
    busy = false;
  };

  const button = box.querySelector("[data-files-button]");
  if (button) button.hidden = true; // what is chosen is sent at once
  if (input) input.addEventListener("change", async () => {
    const chosen = [...input.files];
    for (const file of chosen) await keep({ url, name: file.name, blob: await smaller(file) });
    input.value = ""; // what was chosen is on its way
    flush();
  });
  window.addEventListener("online", flush);
  waiting().then((found) => { if (found.length) flush(); });
})();
