// The diary without a network: an entry waits in the phone (IndexedDB) until the server has it.
// Its id is made here, so that sending it twice, or from two tabs, is one entry.
(() => {
  const root = document.getElementById("nhat-ky");
  if (!root) return;
  const form = root.querySelector("[data-entry]");
  const panel = root.querySelector("[data-queue]");
  const { send, scope, worker } = root.dataset;
  const say = (name) => root.querySelector(`[data-${name}]`);

  const { newId } = window.phoneQueue;
  const queue = window.phoneQueue.open("nhat-ky");
  const { waiting, keep, drop } = queue;

  const size = (parts) => parts.reduce((sum, [, one]) => sum + (one.size ?? String(one).length), 0);

  async function show() {
    const entries = await waiting();
    panel.hidden = entries.length === 0;
    say("count").textContent = entries.length;
    const list = panel.querySelector("ul");
    const lines = entries.map((entry) => {
      const line = panel.querySelector("template").content.firstElementChild.cloneNode(true);
      line.querySelector("b").textContent = entry.title;
      line.querySelector("small").textContent = new Date(entry.at).toLocaleString("vi-VN");
      line.querySelector(".xs").textContent = `${Math.max(1, Math.round(entry.size / 1024))} KB`;
      const fault = line.querySelector(".err");
      fault.hidden = !entry.errors;
      fault.textContent = (entry.errors || []).join(" ");
      const mend = line.querySelector("[data-mend]");
      mend.hidden = !entry.errors;
      mend.addEventListener("click", () => { location.href = `${entry.page}#${entry.id}`; });
      return line;
    });
    list.replaceChildren(...lines);
  }

  const online = (is) => { say("offline").hidden = is; };

  // What became of one entry: "sent", "faulty" (it must be mended), "signin" or "later".
  async function deliver(entry, token) {
    const body = new FormData();
    for (const [name, value] of entry.parts) body.append(name, value, ...(value.name ? [value.name] : []));
    const answer = await fetch(send, {
      method: "POST", body, headers: { "X-CSRFToken": token }, signal: AbortSignal.timeout(60000),
    });
    if (answer.ok) return ["sent", await answer.json()];
    if (answer.status === 401) return ["signin"];
    if (answer.status >= 500 || answer.status === 403 || answer.status === 429) return ["later"];
    const told = await answer.json().catch(() => ({}));
    return ["faulty", told.errors || [told.error || String(answer.status)]];
  }

  async function token() {
    const answer = await fetch(send, { signal: AbortSignal.timeout(20000) });
    say("login").hidden = answer.status !== 401;
    return answer.ok ? (await answer.json()).token : "";
  }

  async function sendAll() {
    const entries = (await waiting()).filter((entry) => !entry.errors);
    if (!entries.length) return show();
    let sent = 0;
    try {
      const key = await token();
      online(true);
      for (const entry of key ? entries : []) {
        const [became, told] = await deliver(entry, key);
        if (became === "sent") { await drop(entry.id); sent += 1; }
        if (became === "faulty") await keep({ ...entry, errors: told });
        if (became === "signin") say("login").hidden = false;
        if (became === "signin" || became === "later") break;
      }
    } catch {
      online(false);
    }
    await show();
    if (sent && !form) location.replace(scope);
    return sent;
  }
  const flush = () => queue.alone(sendAll);

  function entryOf() {
    form.querySelector("[data-now]").value = new Date().toISOString();
    const skip = new Set(["csrfmiddlewaretoken"]);
    const parts = [...new FormData(form)].filter(([name, one]) => !skip.has(name) && !(one instanceof File && !one.size));
    const page = `${scope}?viec=${encodeURIComponent(form.elements.viec.value)}&ben=${encodeURIComponent(form.elements.ben.value)}`;
    return { id: form.elements.ma.value, at: Date.now(), title: form.dataset.title, parts, page, size: size(parts) };
  }

  async function submit(event) {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const entry = entryOf();
    try {
      await keep(entry);
    } catch {
      form.submit(); // no storage here: the plain way
      return;
    }
    try {
      const key = await token();
      const [became] = key ? await deliver(entry, key) : ["signin"];
      if (became === "sent") {
        await drop(entry.id);
        location.replace(`${scope}?ben=${encodeURIComponent(form.elements.ben.value)}`);
        return;
      }
      if (became === "faulty") {
        await drop(entry.id);
        form.submit(); // the server shows each fault beside its field
        return;
      }
    } catch {
      online(false);
    }
    button.disabled = false;
    form.reset();
    form.elements.ma.value = newId();
    form.dispatchEvent(new Event("emptied"));
    await show();
    panel.scrollIntoView({ block: "nearest" });
  }

  async function fill() {
    const id = location.hash.slice(1);
    const entry = id.length === 36 && (await queue.find(id));
    if (!entry) return;
    form.elements.ma.value = entry.id;
    for (const [name, value] of entry.parts) {
      const control = form.elements[name];
      if (!control || value instanceof Blob || name === "ma") continue;
      const boxes = control instanceof RadioNodeList ? [...control] : [control];
      for (const box of boxes) {
        if (box.type === "checkbox" || box.type === "radio") box.checked = box.checked && box.type === "checkbox" || box.value === value;
        else box.value = value;
      }
    }
    const files = entry.parts.filter(([, one]) => one instanceof Blob);
    for (const name of new Set(files.map(([one]) => one))) {
      const bag = new DataTransfer();
      for (const [, file] of files.filter(([one]) => one === name)) bag.items.add(file instanceof File ? file : new File([file], name));
      form.elements[name].files = bag.files;
    }
  }

  if (form) {
    form.elements.ma.value ||= newId();
    if (!form.querySelector(".err") && !form.elements.sua) form.elements.ma.value = newId();
    form.addEventListener("submit", submit);
    const day = form.querySelector("[data-day]");
    const fit = () => { day.hidden = form.querySelector("[name=luc]:checked")?.value !== "at" && !day.querySelector(".err"); };
    form.addEventListener("change", fit);
    form.addEventListener("emptied", fit);
    fit();
    const chips = form.querySelector("[data-chips]");
    if (chips) {
      chips.hidden = false;
      chips.addEventListener("click", (event) => {
        const chip = event.target.closest("button");
        if (chip) document.getElementById(chips.dataset.chips ? chips.dataset.chips : "").value = chip.textContent;
      });
    }
    fill();
  }
  panel.querySelector("[data-now-send]").addEventListener("click", flush);
  addEventListener("online", flush);
  addEventListener("offline", () => online(false));
  setInterval(() => { if (!panel.hidden) flush(); }, 60000);
  online(navigator.onLine);
  show().then(flush, () => { panel.hidden = true; });

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(worker, { scope }).then(() => navigator.serviceWorker.ready).then((ready) => {
      if (navigator.onLine) ready.active.postMessage("fill");
    }, () => {});
  }
})();
