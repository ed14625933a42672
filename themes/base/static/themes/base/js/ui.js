// Every page: menus close on a click outside, and a draft that was sent is forgotten.
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
try {
  const sent = JSON.parse(sessionStorage.getItem("draft-sent") || "null");
  if (sent && sent.page !== location.pathname) {
    localStorage.removeItem(sent.key);
    sessionStorage.removeItem("draft-sent");
  }
} catch {
  // storage may be forbidden; drafts are a comfort
}
