// The stall's ear: asks once a second what came, and sees to it that a phone says every sentence once.
// A phone keeps the number of the last sentence it dealt with; tabs share it. Two phones each speak: both
// vendors want to hear. What is older than FRESH is listed, not spoken: it would be taken for the next customer's.
(() => {
  const root = document.getElementById("quay");
  if (!root) return;
  const EVERY = 1000;
  const PATIENCE = 5000;
  const DEAF_AFTER = 3500;
  const FRESH = 90000;
  const key = `quay-${root.dataset.stall}`;
  const send = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  let memory = null;
  function kept() {
    try {
      const text = localStorage.getItem(key);
      return text === null ? memory : Number(text) || 0;
    } catch { return memory; }
  }
  function keep(number) {
    memory = number;
    try { localStorage.setItem(key, String(number)); } catch { /* storage may be forbidden: this tab remembers */ }
  }
  if (kept() === null) keep(Number(root.dataset.last));
  let seen = kept();

  const claim = (number) => {
    if (number <= kept()) return false;
    keep(number);
    return true;
  };
  const once = (number) => (navigator.locks ? navigator.locks.request(key, () => claim(number)) : Promise.resolve(claim(number)));

  let unsaid = [];
  async function say(one) {
    if (performance.now() > one.until) return;
    if (root.dataset.sound !== "on") { unsaid.push(one); return; }
    if (await once(one.number)) send("quay:say", one);
  }
  document.addEventListener("quay:sound", (event) => {
    if (!event.detail.on) return;
    const waiting = unsaid;
    unsaid = [];
    waiting.forEach(say);
  });

  function take(answer) {
    if (answer.last < seen) { // another database than the one this phone listened to
      seen = answer.last;
      keep(seen);
    }
    const news = answer.said.filter((one) => one.number > seen);
    for (const one of news) {
      seen = one.number;
      one.until = performance.now() + FRESH - one.age * 1000;
      if (one.age * 1000 > FRESH || root.dataset.speaks !== "1") once(one.number);
      else say(one);
    }
    send("quay:heard", { news, today: answer.today, screen: answer.screen });
  }

  let ticket = root.dataset.ticket;
  let alive = performance.now();
  function state(name) {
    if (root.dataset.ear === name) return;
    root.dataset.ear = name;
    send("quay:ear", { state: name });
  }
  function deaf(now) {
    if (now || performance.now() - alive > DEAF_AFTER) state("deaf");
  }

  async function ask() {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const shown = document.querySelector("#screen:not([hidden]) [data-sale]");
    const query = `sau=${seen}&sap=${root.dataset.stall}&dang=${shown ? shown.dataset.sale : ""}`;
    try {
      const answer = await fetch(`${root.dataset.listen}?${query}`, { headers: { "X-Quay": ticket }, signal: stop.signal, cache: "no-store" });
      if (answer.status === 401) return state("signin");
      if (!answer.ok) return deaf(answer.status >= 500 && root.dataset.ear === "deaf");
      ticket = answer.headers.get("X-Quay") || ticket;
      alive = performance.now();
      state("hears");
      if (answer.status === 200) take(await answer.json());
    } catch {
      deaf(!navigator.onLine);
    } finally {
      clearTimeout(timer);
    }
  }
  let turn = 0;
  async function listen() {
    const mine = (turn += 1);
    const began = performance.now();
    await ask();
    if (mine !== turn) return;
    const pause = root.dataset.ear === "signin" ? 10000 : Math.max(50, EVERY - (performance.now() - began));
    setTimeout(() => { if (mine === turn) listen(); }, pause);
  }
  addEventListener("offline", () => deaf(true));
  addEventListener("online", listen);
  addEventListener("visibilitychange", () => { if (!document.hidden) listen(); });
  setInterval(() => { if (root.dataset.ear === "hears") deaf(false); }, 500);
  if (!navigator.onLine) deaf(true);
  setTimeout(listen, Math.random() * 200);
})();
