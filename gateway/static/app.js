// What the reader has opened stays open when a part of the page is renewed.
let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
});
// Drafts of forms stay in this browser while one is signed in, and no longer.
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/sign-out")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
});
