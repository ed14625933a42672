// While the phone has no network, [data-offline] shows instead of [data-online]; once paid, the page goes on to [data-go].
(() => {
  const show = (off) => {
    for (const box of document.querySelectorAll("[data-offline]")) box.hidden = !off;
  };
  const goOn = () => {
    const next = document.querySelector("[data-go]");
    if (next) setTimeout(() => location.assign(next.dataset.go), 2000);
  };
  addEventListener("offline", () => show(true));
  addEventListener("online", () => show(false));
  document.addEventListener("htmx:sendError", () => show(true));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) show(false); });
  document.addEventListener("charge-changed", () => setTimeout(goOn, 100));
  if (!navigator.onLine) show(true);
})();
