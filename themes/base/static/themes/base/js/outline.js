// "Here I stand": each tap writes the phone's position as one line of the corners' text.
(() => {
  const part = document.querySelector("[data-here]");
  const text = part && document.getElementById(part.dataset.here);
  if (!text || !navigator.geolocation) return;
  const say = part.querySelector("[data-say]");
  const add = part.querySelector("[data-add]");
  const lines = () => text.value.split("\n").filter((line) => line.trim());
  const write = (rows) => {
    text.value = rows.join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  part.hidden = false;
  add.addEventListener("click", () => {
    add.disabled = true;
    say.textContent = part.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        write([...lines(), `${coords.latitude.toFixed(7)}, ${coords.longitude.toFixed(7)}`]);
        const rough = Math.round(coords.accuracy);
        say.textContent = `${lines().length} · ${rough > 15 ? part.dataset.rough.replace("#", rough) : part.dataset.added}`;
        add.disabled = false;
      },
      () => {
        say.textContent = part.dataset.denied;
        add.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });
  part.querySelector("[data-undo]").addEventListener("click", () => write(lines().slice(0, -1)));
})();
