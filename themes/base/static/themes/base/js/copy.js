// <button data-copy="text"> copies text and says so (needs toast.js). Without a clipboard the button goes away.
if (navigator.clipboard) {
  addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    const words = `${document.body.dataset.copied}: ${button.dataset.copy}`;
    document.dispatchEvent(new CustomEvent("toast", { detail: words }));
  });
} else {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = true;
}
