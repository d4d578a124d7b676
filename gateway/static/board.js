// A mentee dragged to a mentor asks for the price, as the menu does; nothing changes by dragging.
const board = document.querySelector("[data-board]");
let dragged = null;
function priceOf(mentee, mentor) {
  const url = new URL(board.dataset.board.replace("MENTEE", encodeURIComponent(mentee)), location.href);
  if (mentor) url.searchParams.set("mentor", mentor);
  else url.searchParams.set("apart", "1");
  const target = { target: "#change", select: "#change", swap: "outerHTML" };
  htmx.ajax("GET", url.pathname + url.search, target);
}
function zone(event) {
  return dragged && event.target.closest("[data-mentor]");
}
board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-mentee]");
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged.dataset.mentee);
  event.dataTransfer.effectAllowed = "move";
});
board.addEventListener("dragover", (event) => {
  const over = zone(event);
  if (!over) return;
  event.preventDefault();
  board.querySelectorAll(".over").forEach((one) => one !== over && one.classList.remove("over"));
  over.classList.add("over");
});
board.addEventListener("drop", (event) => {
  const over = zone(event);
  if (!over) return;
  event.preventDefault();
  if (over !== dragged.closest("[data-mentor]")) priceOf(dragged.dataset.mentee, over.dataset.mentor);
});
board.addEventListener("dragend", () => {
  dragged = null;
  board.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
});
// The panel takes the focus when it opens, and gives it back when it is closed.
let opener = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  const asked = event.target.closest?.(".board-lists a");
  if (asked) opener = asked;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "change") event.target.focus();
});
function close(event) {
  const panel = document.getElementById("change");
  event.preventDefault();
  panel.replaceChildren();
  panel.classList.remove("open");
  opener?.focus();
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close(event);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("#change.open")) close(event);
});
