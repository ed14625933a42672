// What waits in the phone (IndexedDB) until the server has it. An entry's id is made here, so that sending it
// twice, or from two tabs, is one thing. The diary and the stall's till keep their own databases.
(() => {
  const newId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };

  function open(name) {
    const store = (mode) =>
      new Promise((done, fail) => {
        const asked = indexedDB.open(name, 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("cho", { keyPath: "id" });
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => done(asked.result.transaction("cho", mode).objectStore("cho"));
      });
    const ask = async (mode, what) => {
      const opened = await store(mode);
      return new Promise((done, fail) => {
        const asked = what(opened);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
    };
    let busy = Promise.resolve();
    return {
      waiting: async () => (await ask("readonly", (one) => one.getAll())).sort((a, b) => a.at - b.at),
      find: (id) => ask("readonly", (one) => one.get(id)),
      keep: (entry) => ask("readwrite", (one) => one.put(entry)),
      drop: (id) => ask("readwrite", (one) => one.delete(id)),
      // One run at a time, over all tabs where the browser can.
      alone(work) {
        const run = () => (navigator.locks ? navigator.locks.request(name, work) : work());
        busy = busy.then(run, run);
        return busy;
      },
    };
  }

  window.phoneQueue = { open, newId };
})();
