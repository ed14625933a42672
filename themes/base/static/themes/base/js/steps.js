// <form data-steps="key"> with .stp sections: one step at a time, and what was typed is kept on this phone.
(() => {
  const form = document.querySelector("form[data-steps]");
  const steps = [...form.querySelectorAll(".stp")];
  const heads = [...form.querySelectorAll(".steps li")];
  const [next, back, saved] = ["[data-next]", "[data-back]", "[data-saved]"].map((name) => document.querySelector(name));
  const key = `draft:${form.dataset.steps}`;
  const last = steps.length - 1;
  const words = next.textContent;
  let here = Math.max(0, steps.findIndex((step) => step.querySelector("[aria-invalid=true],.err")));
  const show = () => {
    steps.forEach((step, at) => { step.hidden = at !== here; });
    heads.forEach((head, at) => {
      head.className = at < here ? "done" : "";
      if (at === here) head.setAttribute("aria-current", "step");
      else head.removeAttribute("aria-current");
    });
    next.textContent = here === last ? words : next.dataset.next;
    back.hidden = here === 0;
  };
  const move = (to) => { here = to; show(); scrollTo(0, 0); };
  const wrong = (step) => [...step.querySelectorAll("input,select,textarea")].find((one) => !one.checkValidity());
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    const at = here < last ? here : steps.findIndex(wrong);
    const bad = at >= 0 && wrong(steps[at]);
    if (bad) { move(at); bad.reportValidity(); }
    else if (here < last) move(here + 1);
    else {
      sessionStorage.setItem("draft-sent", JSON.stringify({ key, page: location.pathname }));
      return;
    }
    event.preventDefault();
  });
  back.addEventListener("click", () => move(here - 1));
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(typed()));
    if (saved) saved.hidden = false;
  });
  if (!form.querySelector(".err")) {
    for (const [name, value] of JSON.parse(localStorage.getItem(key) || "[]")) {
      for (const one of form.querySelectorAll(`[name="${name}"]`)) {
        if (one.type === "radio" || one.type === "checkbox") one.checked ||= one.value === value;
        else one.value = value;
      }
    }
  }
  show();
})();
