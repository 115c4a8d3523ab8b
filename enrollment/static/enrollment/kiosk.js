// The kiosk: stores each scan with this device's clock, shows how many wait, sends them when the network is there, and
// shows what the server made of each. It checks a code by its form alone: it holds no secrets.
import { Camera } from "./kiosk-camera.js";
import { add, count, forget, oldest } from "./kiosk-store.js";

const FORM = /^[PC][A-Z2-7]{24}$/;
const SHOWN = 2500; // milliseconds a result stays
const AGAIN = 10_000; // the same code held before the camera is one scan
const CHOSEN = 20_000; // a choice other than the automatic one lasts this long
const RETRY = 5000;
const SOON = 2500; // later than this nobody waits at the gate for an answer
const PATIENCE = 20_000; // for one upload
const kiosk = document.getElementById("kiosk");
const part = (name) => kiosk.querySelector(`[data-${name}]`);
const words = kiosk.dataset;
const lately = new Map(); // code → when it was read last
let sending, resultTimer, actTimer, over = false;

// --- what was read ---------------------------------------------------------------------------------
async function read(text) {
  const code = text.replace(/[\s-]/g, "").toUpperCase();
  const now = Date.now();
  if (now - (lately.get(code) ?? 0) < AGAIN) {
    lately.set(code, now);
    return;
  }
  lately.set(code, now);
  if (lately.size > 200) lately.delete(lately.keys().next().value);
  if (!FORM.test(code)) {
    show({ tone: "danger", word: words.notOurs, sentence: words.notOursWhy });
    return;
  }
  const scan = { id: crypto.randomUUID(), code, act: act(), scanned_at: now };
  try {
    await add(scan);
  } catch {
    lately.delete(code);
    show({ tone: "danger", word: words.full, sentence: words.fullWhy });
    return;
  }
  choose("auto");
  await draw();
  const told = await Promise.race([send(scan.id), new Promise((resolve) => setTimeout(resolve, SOON))]);
  if (told === undefined) show({ tone: "info", word: words.kept, sentence: words.keptWhy });
}

function act() {
  return kiosk.querySelector("input[name=act]:checked")?.value ?? "auto";
}

function choose(value) {
  kiosk.querySelector(`input[name=act][value=${value}]`).checked = true;
}

// --- sending ---------------------------------------------------------------------------------------
// Returns true where the scan asked about was answered and shown; undefined where it waits.
async function send(id) {
  while (sending) await sending;
  sending = upload(id);
  try {
    return await sending;
  } finally {
    sending = undefined;
    await draw();
  }
}

async function upload(id) {
  let told;
  for (;;) {
    const waiting = await oldest(Number(words.most));
    if (!waiting.length || over) return told;
    const body = await posted(waiting);
    if (!body) return told;
    const answers = new Map(body.scans.map((scan) => [scan.id, scan]));
    for (const scan of waiting) if (answers.has(scan.id)) await forget(scan.order);
    if (answers.has(id)) {
      show(answers.get(id));
      told = true;
    }
  }
}

async function posted(waiting) {
  const scans = waiting.map(({ id, code, act, scanned_at }) => ({ id, code, act, scanned_at }));
  try {
    const answer = await fetch(words.scans, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ sent_at: Date.now(), scans }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await answer.json();
    if (answer.ok) {
      say("");
      offline(false);
      clock(body.now);
      return body;
    }
    over ||= body.over ?? false;
    say(body.sentence);
  } catch {
    offline(true);
  }
  return undefined;
}

function token() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
}

// --- what is shown ---------------------------------------------------------------------------------
function show({ tone, word, name = "", time = "", sentence = "" }) {
  const result = part("result");
  result.className = `result ${tone}`;
  result.querySelector("use").setAttribute("href", `${words.icons}#${tone}`);
  result.querySelector("[data-word]").textContent = word;
  result.querySelector("[data-name]").textContent = [name, time].filter(Boolean).join(" · ");
  result.querySelector("[data-sentence]").textContent = sentence;
  result.hidden = false;
  part("said").textContent = [word, name, time, sentence].filter(Boolean).join(". ");
  sound(tone);
  clearTimeout(resultTimer);
  resultTimer = setTimeout(() => (result.hidden = true), sentence ? 2 * SHOWN : SHOWN);
}

async function draw() {
  const waiting = await count();
  part("waiting").textContent = waiting ? words.waiting.replace("{n}", waiting) : words.none;
  part("waiting").dataset.count = waiting;
}

function offline(is) {
  part("offline").hidden = !is;
}

function say(sentence) {
  part("refused").textContent = sentence;
  part("refused").hidden = !sentence;
}

function clock(theirs) {
  const minutes = Math.floor(Math.abs(Date.now() - theirs) / 60_000);
  if (minutes >= 10) say(words.clock.replace("{n}", minutes));
}

let tones;

function sound(tone) {
  if (!part("sound").checked) return;
  tones ??= new AudioContext();
  const pitches = { ok: [880, 880], danger: [220, 220] }[tone] ?? [440];
  pitches.forEach((pitch, n) => {
    const tone = tones.createOscillator();
    const volume = tones.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = pitch;
    tone.connect(volume).connect(tones.destination);
    tone.start(tones.currentTime + n * 0.18);
    tone.stop(tones.currentTime + n * 0.18 + 0.12);
  });
}

// --- beginning -------------------------------------------------------------------------------------
part("typed").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.code;
  lately.delete(field.value.replace(/[\s-]/g, "").toUpperCase());
  read(field.value);
  field.value = "";
});
kiosk.addEventListener("change", (event) => {
  if (event.target.name !== "act") return;
  lately.clear(); // who chooses scans the same code again
  clearTimeout(actTimer);
  actTimer = setTimeout(() => choose("auto"), CHOSEN);
});
addEventListener("online", () => send());
addEventListener("offline", () => offline(true));
setInterval(async () => (await count()) && send(), RETRY);

async function see() {
  if (!words.decoder || !navigator.mediaDevices?.getUserMedia) {
    part(words.decoder ? "no-camera" : "no-decoder").hidden = false;
    return;
  }
  const camera = new Camera(part("video"), words.decoder, read);
  try {
    await camera.start();
  } catch {
    part("no-camera").hidden = false;
    return;
  }
  part("camera").hidden = false;
  part("turn").addEventListener("click", () => camera.turn().catch(() => camera.turn()));
  part("torch").hidden = !camera.torch;
  part("torch").addEventListener("click", () => {
    const on = part("torch").getAttribute("aria-pressed") !== "true";
    part("torch").setAttribute("aria-pressed", on);
    camera.light(on);
  });
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // not allowed here: the device's own settings decide
  }
}
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayAwake());

offline(!navigator.onLine);
navigator.serviceWorker?.register(words.worker).catch(() => {});
navigator.storage?.persist?.();
stayAwake();
draw().then(() => send());
see();
