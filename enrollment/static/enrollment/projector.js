// Fetches the code of each step as it begins, draws the bar down to it, and never leaves a stale code on the wall.
const code = document.getElementById("code");
const lost = document.querySelector("[data-lost]");
const fullScreen = document.querySelector("[data-full-screen]");
const step = Number(code.dataset.step);
let endsAt = performance.now() + left();

function left() {
  return Number(code.querySelector("[data-left]")?.dataset.left ?? step);
}

async function refresh() {
  try {
    const answer = await fetch(code.dataset.address, { cache: "no-store", signal: AbortSignal.timeout(4000) });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    code.innerHTML = await answer.text();
    code.hidden = false;
    lost.hidden = true;
    endsAt = performance.now() + left();
    setTimeout(refresh, left() + 60);
  } catch {
    code.hidden = true;
    lost.hidden = false;
    setTimeout(refresh, 2000);
  }
}

function draw() {
  const bar = code.querySelector("progress");
  if (bar) bar.value = Math.max(0, endsAt - performance.now());
}

setTimeout(refresh, left() + 60);
setInterval(draw, 250);

// The screen stays awake while it shows the code.
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // not allowed here: the room's own settings decide
  }
}
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayAwake());
stayAwake();

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}
if (document.documentElement.requestFullscreen) fullScreen.hidden = false;
fullScreen.addEventListener("click", toggleFullScreen);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) toggleFullScreen();
});
