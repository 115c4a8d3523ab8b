// The personal code: made on this phone each thirty seconds, with a key that came once and that no script can read again.
import { drawn } from "./symbol.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const page = document.getElementById("code");
const part = (name) => page.querySelector(`[data-${name}]`);
const step = Number(page.dataset.step);
let held, shown;

// --- what stands on the phone ----------------------------------------------------------------------
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("ochang-code", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("code");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function through(mode, act) {
  const transaction = (await opened()).transaction("code", mode);
  const asked = act(transaction.objectStore("code"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const keep = () => through("readwrite", (code) => code.put(held, "mine"));

// --- the code --------------------------------------------------------------------------------------
function base32(bytes) {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return bits.match(/.{5}/g).map((five) => LETTERS[parseInt(five, 2)]).join("");
}

// As `enrollment/rules/personal_codes.py` has it: who, the step, and 64 bits of an HMAC over both.
async function made(count) {
  const message = new TextEncoder().encode(`${held.handle}:${count}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", held.key, message)).slice(0, 8);
  const who = held.handle.match(/../g).map((byte) => parseInt(byte, 16));
  const when = [16, 8, 0].map((shift) => (count >> shift) & 0xff);
  return "P" + base32([...who, ...when, ...mac]);
}

async function draw() {
  if (!held) return;
  const now = Date.now() + held.ahead;
  const count = Math.floor(now / step);
  part("left").value = step - (now % step);
  if (count === shown) return;
  shown = count;
  const code = await made(count);
  part("qr").replaceChildren(drawn(code, page.dataset.label));
  part("letters").textContent = code.match(/.{5}/g).join(" ");
}

function show(other) {
  part("shown").hidden = !held;
  part("none").hidden = Boolean(held);
  part("other").hidden = !other;
  shown = undefined;
  draw();
}

// --- the server ------------------------------------------------------------------------------------
// Ours is the clock by which codes are made, so that a phone's own may be wrong.
function ahead(theirs, asked) {
  return theirs - (asked + Date.now()) / 2;
}

async function ask() {
  const asked = Date.now();
  try {
    const answer = await fetch(page.dataset.state, { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (!answer.ok || answer.redirected) return;
    const { handle, now } = await answer.json();
    if (held && held.handle !== handle) {
      held = undefined;
      await through("readwrite", (code) => code.clear());
    } else if (held) {
      held.ahead = ahead(now, asked);
      await keep();
    }
    show(!held && handle);
  } catch {
    // without a network the code that stands here goes on
  }
}

async function give() {
  const asked = Date.now();
  part("problem").hidden = true;
  try {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
    const answer = await fetch(page.dataset.address, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.status === 403) return problem(page.dataset.refused);
    const { handle, key, now } = await answer.json();
    const bytes = new Uint8Array(key.match(/../g).map((byte) => parseInt(byte, 16)));
    const kept = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    held = { handle, key: kept, ahead: ahead(now, asked) };
    await keep();
    navigator.storage?.persist?.();
    show(false);
  } catch {
    problem(page.dataset.failed);
  }
  return undefined;
}

function problem(sentence) {
  part("problem").textContent = sentence;
  part("problem").hidden = false;
}

async function begin() {
  if (!globalThis.crypto?.subtle) {
    part("insecure").hidden = false;
    return;
  }
  held = await through("readonly", (code) => code.get("mine"));
  show(false);
  part("none").querySelector("button").addEventListener("click", give);
  setInterval(draw, 250);
  navigator.serviceWorker?.register(page.dataset.worker, { scope: page.dataset.desk }).catch(() => {});
  await ask();
  navigator.wakeLock?.request("screen").catch(() => {});
}

begin();
