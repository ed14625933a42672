// The vendor's phone: keypad, sending without leaving the page (so the loudspeaker stays unlocked), what is shown.
(() => {
  const root = document.getElementById("quay");
  if (!root) return;
  const form = document.getElementById("nhap");
  const screen = document.getElementById("screen");
  const field = form.elements.amount;
  const output = form.querySelector("output");
  const find = (name) => root.querySelector(`[data-${name}]`);
  const buzz = (pattern) => { if (navigator.vibrate) navigator.vibrate(pattern); };
  root.classList.add("js");

  // -- keypad
  let digits = field.value.replace(/\D/g, "").replace(/^0+/, "");
  function write() {
    digits = digits.replace(/^0+/, "").slice(0, 9);
    const shown = digits.replace(/\B(?=(\d{3})+$)/g, ".");
    field.value = shown;
    output.firstChild.data = shown || "0";
  }
  const { newId } = window.phoneQueue;
  function press(keyed) {
    digits = keyed === "x" ? digits.slice(0, -1) : (digits + keyed);
    write();
    buzz(8);
    form.elements.client_id.value = newId(); // another sum is another sale
  }
  form.addEventListener("click", (event) => {
    const one = event.target.closest("[data-k],[data-add]");
    if (!one) return;
    if (one.dataset.k) press(one.dataset.k);
    else {
      digits = String(Math.min(999999999, Number(digits || 0) + Number(one.dataset.add)));
      press("");
    }
  });
  addEventListener("keydown", (event) => {
    if (form.hidden || event.target.closest("input,textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("x");
  });

  // -- which of the two is shown
  let again;
  function view(name) {
    root.dataset.view = name;
    form.hidden = name !== "keys";
    screen.hidden = name === "keys";
  }
  function keypad(push) {
    clearTimeout(again);
    digits = "";
    write();
    form.elements.note.value = "";
    form.elements.client_id.value = newId();
    screen.replaceChildren();
    view("keys");
    if (push) history.pushState({}, "", root.dataset.home);
  }
  function show(html, push) {
    clearTimeout(again);
    if (html) screen.innerHTML = html;
    view("sale");
    const sale = screen.querySelector("[data-sale]");
    if (!sale) return;
    if (push) history.pushState({}, "", sale.dataset.path);
    const seconds = Number(sale.dataset.again || 0);
    if (seconds) again = setTimeout(() => look(sale.dataset.path), seconds * 1000);
    const heading = screen.querySelector("h2[tabindex]");
    if (heading && html) heading.focus({ preventScroll: true });
  }
  async function look(path, push = false) {
    try {
      const answer = await fetch(path, { headers: { "X-Quay-Part": "1" }, cache: "no-store" });
      if (answer.ok) show(await answer.text(), push);
    } catch {
      again = setTimeout(() => look(path), 3000);
    }
  }
  addEventListener("popstate", () => {
    if (location.pathname === root.dataset.home) keypad(false);
    else look(location.pathname);
  });

  // -- sending
  const faultBox = find("fault");
  function fault(words) {
    faultBox.hidden = !words;
    faultBox.textContent = words || "";
  }
  const offline = () => find("lost").querySelector("b").textContent;
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || form.elements.csrfmiddlewaretoken.value;
  window.stallToken = token;

  // Cash is a fact already: what cannot be told now waits in the phone.
  async function later(sent, body, began) {
    const amount = Number(sent.dataset.cash || digits);
    const id = sent.dataset.cash ? sent.action : body.get("client_id");
    try {
      await window.stallCash.keep({ id, url: sent.action, amount, parts: [...body], at: began });
      keypad(true);
    } catch {
      fault(offline()); // this browser keeps nothing: what was typed stays in the field
    }
  }
  async function ask(sent, body, patience) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    try {
      const headers = { "X-Quay-Part": "1", "X-CSRFToken": token() };
      return await fetch(sent.action, { method: "POST", body, headers, signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  }
  async function answered(answer) {
    if (answer.status === 204) keypad(true);
    else if (answer.ok) show(await answer.text(), true);
    else if (answer.status === 422) fault(await answer.text());
    else if (answer.status === 404) fault(root.dataset.stranger);
    else return false;
    return true;
  }

  let busy = false;
  async function send(sent, button) {
    if (busy) return; // a second tap; and the same client_id would be the same sale
    const isCash = Boolean(sent.dataset.cash) || (button && button.value === "cash");
    if (sent === form && !Number(digits)) { fault(form.dataset.empty); return; }
    busy = true;
    root.setAttribute("aria-busy", "true");
    fault("");
    const body = new FormData(sent);
    body.delete("csrfmiddlewaretoken"); // the header's is of today, a page kept in the phone may be older
    if (button && button.name) body.append(button.name, button.value);
    const began = Date.now();
    try {
      const answer = await ask(sent, body, isCash ? 6000 : 20000);
      if (await answered(answer)) return;
      if (answer.status === 401) find("signin").hidden = false;
      if (isCash) await later(sent, body, began);
      else if (answer.status !== 401) fault(root.dataset.failed);
    } catch {
      if (isCash) await later(sent, body, began);
      else fault(offline());
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  }
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter || document.activeElement);
  });
  root.addEventListener("click", (event) => {
    const next = event.target.closest("[data-next]");
    if (next) { event.preventDefault(); keypad(true); return; }
    const replay = event.target.closest("[data-again-say]");
    if (replay && replay.heard) document.dispatchEvent(new CustomEvent("quay:say", { detail: replay.heard }));
  });

  // -- what came
  const strip = find("strip");
  const list = document.querySelector("[data-heard]");
  const line = document.querySelector("[data-line]");
  const last = new Map();
  find("strip-close").addEventListener("click", () => { strip.hidden = true; });
  document.addEventListener("quay:heard", ({ detail }) => {
    find("today").textContent = detail.today;
    for (const one of detail.news) {
      last.set(one.number, one);
      const row = line.content.firstElementChild.cloneNode(true);
      row.querySelector("span").textContent = one.time;
      row.querySelector("b").textContent = one.text;
      row.querySelector("b").lang = one.lang;
      list.querySelector("[data-none]")?.remove();
      list.prepend(row);
      while (list.children.length > 20) list.lastElementChild.remove();
    }
    const shown = screen.hidden ? null : screen.querySelector("[data-sale]");
    const others = detail.news.filter((one) => !shown || one.kind === "unexpected" || String(one.sale) !== shown.dataset.sale);
    if (detail.screen) show(detail.screen, false);
    const newest = others[others.length - 1];
    if (newest) {
      strip.hidden = false;
      strip.className = `strip ${newest.kind}`;
      strip.querySelector("b").textContent = newest.text;
      strip.querySelector("b").lang = newest.lang;
      strip.querySelector("small").textContent = others.length > 1 ? `${newest.time} · +${others.length - 1}` : newest.time;
    }
    if (detail.news.length) {
      find("told").textContent = detail.news.map((one) => one.text).join(". ");
      buzz([200, 80, 200]);
    }
    mark();
  });
  function mark() {
    for (const button of screen.querySelectorAll("[data-again-say]")) {
      button.heard = last.get(Number(button.dataset.againSay));
      button.disabled = !button.heard;
    }
  }

  // -- states that must not be mistaken
  document.addEventListener("quay:ear", ({ detail }) => {
    find("lost").hidden = detail.state !== "deaf";
    find("signin").hidden = detail.state !== "signin";
  });
  const sound = find("sound");
  const bar = find("sound-bar");
  function loud(on) {
    if (!sound) return;
    sound.setAttribute("aria-label", on ? sound.dataset.on : sound.dataset.off);
    bar.hidden = on;
  }
  document.addEventListener("quay:sound", ({ detail }) => loud(detail.on));
  if (root.dataset.speaks === "1") loud(root.dataset.sound === "on");

  // -- the screen stays lit while the till is open
  let lock = null;
  async function stayLit() {
    if (lock || document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch { /* a low battery may refuse */ }
  }
  addEventListener("visibilitychange", stayLit);
  addEventListener("pointerup", stayLit);
  stayLit();

  // -- an app on the home screen
  const install = document.querySelector("[data-install]");
  const now = document.querySelector("[data-install-now]");
  if (!matchMedia("(display-mode: standalone)").matches) install.hidden = false;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    now.hidden = false;
    now.onclick = () => event.prompt();
  });
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.home }).then(() => navigator.serviceWorker.ready).then((ready) => {
      if (navigator.onLine) ready.active.postMessage("fill");
    }, () => {});
  }

  write();
  if (root.dataset.view === "sale") show("", false);
  mark();
})();
