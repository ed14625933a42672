{% load theme_tags %}{% autoescape off %}// The diary's pages, kept for fields without a network. Only addresses under {{ root }} pass through here.
const ROOT = "{{ root }}";
const CACHE = "nhat-ky-{{ version }}";
const STEPS = [{% for step in steps %}"{{ step }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const ASSETS = ["{% theme_static 'js/queue.js' %}", "{% theme_static 'js/journal.js' %}", "{% theme_static 'js/voice.js' %}", "{% theme_static 'pages/journal.css' %}", "{% theme_static 'components.css' %}", "{% theme_static 'sprite.svg' %}"];
const PATIENCE = 6000;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(renew([ROOT]).catch(() => {}));
});
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("nhat-ky-") && name !== CACHE) await caches.delete(name);
    }
    await clients.claim();
  })());
});
addEventListener("message", (event) => {
  if (event.data === "fill") event.waitUntil(renew([ROOT, ...STEPS.map((step) => `${ROOT}?viec=${step}`)]).catch(() => {}));
});

// The page under which an address is kept: its step counts, where it came from does not.
function keyOf(url) {
  const step = url.searchParams.get("viec");
  return step ? `${ROOT}?viec=${step}` : ROOT;
}

function isWhole(answer) {
  return answer.ok && !answer.redirected && (answer.headers.get("content-type") || "").startsWith("text/html");
}

async function renew(pages) {
  const cache = await caches.open(CACHE);
  await Promise.allSettled(ASSETS.map(async (one) => (await cache.match(one)) || cache.add(one)));
  for (const page of pages) {
    const answer = await fetch(page);
    if (!isWhole(answer)) return;
    const text = await answer.clone().text();
    await cache.put(page, answer);
    const assets = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]);
    for (const asset of new Set(assets)) {
      if (!(await cache.match(asset))) await cache.add(asset).catch(() => {});
    }
  }
}

async function page(request, url) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    const isPlain = !url.searchParams.has("sua") && !url.searchParams.has("lo") && !url.searchParams.has("noi");
    if (isPlain && isWhole(answer)) await cache.put(keyOf(url), answer.clone());
    return answer;
  } catch (error) {
    const kept = (await cache.match(keyOf(url))) || (await cache.match(ROOT));
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === ROOT) event.respondWith(page(event.request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});
{% endautoescape %}
