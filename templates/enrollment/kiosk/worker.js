{% comment %}A service worker: its page and what the page needs stand on the device, newer where the network answers.{% endcomment %}const NAME = "ochang-{{ worker.name }}";
const PAGE = "{{ worker.page|escapejs }}";
const KEPT = [{% for address in worker.kept %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE = 3000; // milliseconds, then what stands on the device is shown

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(newest(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(PAGE)));
});

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.map((address) => new Request(address, { cache: "reload" })));
}

async function kept(address) {
  return (await (await caches.open(NAME)).match(address)) ?? Response.error();
}

async function newest(request) {
  const path = new URL(request.url).pathname;
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(path, answer.clone());
    return answer;
  });
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    return (await Promise.race([asked, waited])) ?? (await kept(path));
  } catch {
    return kept(path);
  }
}
