// document.dispatchEvent(new CustomEvent("toast", { detail: "words" })) shows words for 2.6 s. Never for errors or money.
(() => {
  let timer;
  const box = Object.assign(document.createElement("div"), { className: "toast", hidden: true });
  box.setAttribute("role", "status");
  document.body.append(box);
  document.addEventListener("toast", (event) => {
    clearTimeout(timer);
    box.hidden = false;
    box.textContent = event.detail;
    timer = setTimeout(() => { box.hidden = true; }, 2600);
  });
})();
