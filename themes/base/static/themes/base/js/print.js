// The print button of a page made for paper; without it the browser's own menu prints the same.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());
