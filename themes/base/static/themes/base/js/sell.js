// The sell form: fields that do not belong to the chosen pack step back; photos of a kept draft come back (needs htmx).
(() => {
  const form = document.getElementById("pf");
  const fit = () => {
    const chosen = form.querySelector("[name=sell_by]:checked");
    for (const part of form.querySelectorAll("[data-when]")) {
      part.hidden = Boolean(chosen) && !part.dataset.when.split(" ").includes(chosen.value) && !part.querySelector(".err");
    }
  };
  form.addEventListener("change", fit);
  fit();
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "photos") form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (!form.dataset.steps || form.querySelector("[name=photos]")) return;
  try {
    const draft = JSON.parse(localStorage.getItem(`draft:${form.dataset.steps}`) || "[]");
    const photos = new URLSearchParams(draft.filter(([name]) => name === "photos"));
    if (String(photos)) htmx.ajax("GET", `${form.dataset.photos}?${photos}`, "#photos");
  } catch {
    // storage may be forbidden; drafts are a comfort
  }
})();
