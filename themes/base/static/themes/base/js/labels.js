// Labels: settings of one way to print step back, buttons say how many codes, a scanner's Enter goes to the next field.
(() => {
  const fit = (form) => {
    const medium = form.querySelector("[name$=medium]");
    if (!medium) return;
    for (const part of form.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(medium.value) && !part.querySelector(".err");
    }
  };
  const count = (form) => {
    const button = form.querySelector("[data-counted]");
    const [first, last] = [...form.querySelectorAll(".ft2 input")].map((one) => (/^\d{1,9}$/.test(one.value.trim()) ? Number(one.value) : NaN));
    button.textContent = last >= first ? button.dataset.counted.replace("#", last - first + 1) : button.dataset.plain;
  };
  for (const form of document.forms) fit(form);
  addEventListener("change", (event) => event.target.form && fit(event.target.form));
  addEventListener("input", (event) => event.target.form?.matches("[data-range]") && count(event.target.form));
  addEventListener("keydown", (event) => {
    const fields = [...(event.target.closest?.(".ft2")?.querySelectorAll("input") || [])];
    if (event.key !== "Enter" || fields.indexOf(event.target) !== 0) return;
    event.preventDefault();
    fields[1].focus();
    fields[1].select();
  });
  const image = document.getElementById("preview");
  addEventListener("change", (event) => {
    const form = event.target.closest("[data-preview]");
    if (!form || !image) return;
    image.onload = () => { image.hidden = false; };
    image.onerror = () => { image.hidden = true; };
    const wanted = new FormData(form);
    wanted.delete("csrfmiddlewaretoken");
    image.src = `${form.dataset.preview}?${new URLSearchParams(wanted)}`;
  });
})();
