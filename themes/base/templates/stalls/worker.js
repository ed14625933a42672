{% load theme_tags %}{% autoescape off %}// The stall's page, its files and its voice, kept in the phone. What is asked every second and what is sold pass by.
const ROOT = "{{ root }}";
const CACHE = "quay-{{ version }}";
const FILES = [{% for one in indexes %}"{{ one }}", {% endfor %}{% for file in files %}"{% theme_static file %}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE = 4000;

async function fill() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(ROOT);
  if (isWhole(answer)) {
    const text = await answer.clone().text();
    await cache.put(ROOT, answer);
    const found = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => one[1]);
    await Promise.allSettled([...new Set(found)].map((one) => keep(cache, one)));
  }
  for (const one of FILES) await keep(cache, one).catch(() => {});
}

async function keep(cache, url) {
  if (!(await cache.match(url))) await cache.add(url);
}

function isWhole(answer) {
  return answer.ok && !answer.redirected && (answer.headers.get("content-type") || "").startsWith("text/html");
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fill().catch(() => {}));
});
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("quay-") && name !== CACHE) await caches.delete(name);
    }
    await clients.claim();
  })());
});
addEventListener("message", (event) => {
  if (event.data === "fill") event.waitUntil(fill().catch(() => {}));
});

// The keypad opens without a network; a sale's own page does not: its money would be guessed at.
async function page(request, url) {
  const cache = await caches.open(CACHE);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    // A stall chosen by its address is the one this phone stands at from now on.
    if (isWhole(answer) && url.searchParams.get("sap") !== "chon") await cache.put(ROOT, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(ROOT);
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === ROOT) event.respondWith(page(event.request, url));
  else if (url.pathname.startsWith("/static/") || FILES.includes(url.pathname)) event.respondWith(file(event.request));
});
{% endautoescape %}
