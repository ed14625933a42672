// In .qty, <button type="button" data-step="-1"> moves the number beside it within its min and max.
addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  const input = button && button.closest(".qty").querySelector("input");
  if (!input) return;
  const least = input.min === "" ? 1 : Number(input.min);
  const most = input.max === "" ? 9999 : Number(input.max);
  const wanted = (Number(input.value) || 0) + Number(button.dataset.step);
  input.value = Math.max(least, Math.min(most, wanted));
  for (const one of input.closest(".qty").querySelectorAll("[data-step]")) {
    const next = Number(input.value) + Number(one.dataset.step);
    one.disabled = next < least || next > most;
  }
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
