// Cash without a network: it waits in the phone until the server has it, and is seen to wait. Its id is the sale's own,
// so that sending it twice is one sale. It is the vendor's word: nothing here is spoken.
(() => {
  const root = document.getElementById("quay");
  if (!root || !window.indexedDB) return;
  const EVERY = 30000;
  const PATIENCE = 15000;
  const panel = root.querySelector("[data-queue]");
  const find = (name) => panel.querySelector(`[data-queue-${name}]`);
  const queue = window.phoneQueue.open("quay");
  const dong = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  const mine = async () => (await queue.waiting()).filter((one) => one.stall === root.dataset.stall);

  function lineOf(entry) {
    const line = find("line").content.firstElementChild.cloneNode(true);
    const at = new Date(entry.at);
    const two = (number) => String(number).padStart(2, "0");
    line.querySelector("span").textContent = `${two(at.getHours())}:${two(at.getMinutes())}`;
    line.querySelector("b").textContent = `${dong(entry.amount)} ₫`;
    const fault = line.querySelector(".err");
    fault.hidden = !entry.fault;
    fault.textContent = entry.fault || "";
    const drop = line.querySelector("button");
    drop.hidden = !entry.fault;
    drop.addEventListener("click", async () => {
      await queue.drop(entry.id);
      await show();
    });
    return line;
  }

  async function show() {
    const entries = await mine();
    panel.hidden = entries.length === 0;
    find("count").textContent = entries.length;
    find("sum").textContent = `${dong(entries.reduce((sum, one) => sum + one.amount, 0))} ₫`;
    find("list").replaceChildren(...entries.map(lineOf));
    return entries;
  }

  async function ask(entry) {
    const body = new FormData();
    for (const [name, value] of entry.parts) body.append(name, value);
    body.append("ago", Math.max(0, Math.round((Date.now() - entry.at) / 1000)));
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const headers = { "X-Quay-Part": "1", "X-CSRFToken": window.stallToken() };
      return await fetch(entry.url, { method: "POST", body, headers, signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  // What became of one entry: true when it is done with, sent or refused; false when all must wait.
  async function deliver(entry) {
    const answer = await ask(entry);
    if (answer.ok && answer.headers.get("X-Quay-Sale")) await queue.drop(entry.id);
    else if (answer.status === 404) await queue.keep({ ...entry, fault: root.dataset.stranger });
    else if (answer.status === 409 || answer.status === 422) await queue.keep({ ...entry, fault: await answer.text() });
    else return false;
    return true;
  }

  async function sendAll() {
    try {
      for (const entry of (await mine()).filter((one) => !one.fault)) {
        if (!(await deliver(entry))) break;
      }
    } catch { /* still no network: the panel stays, and says so */ }
    await show();
  }
  const flush = () => { if (navigator.onLine) queue.alone(sendAll); };

  // Keep what could not be told; fails where the browser keeps nothing.
  async function keep({ id, url, amount, parts, at }) {
    await queue.keep({ id, url, amount, parts, at, stall: root.dataset.stall });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await show();
  }

  window.stallCash = { keep };
  find("now").addEventListener("click", flush);
  addEventListener("online", flush);
  document.addEventListener("quay:ear", ({ detail }) => { if (detail.state === "hears") flush(); });
  setInterval(() => { if (!panel.hidden) flush(); }, EVERY);
  show().then(flush, () => { panel.hidden = true; });
})();
