// What is typed into a form stays in this browser until it is saved, for a day at most.
const DAY = 86400000;
// The form's own key too: what was stored though the answer was lost is not stored twice.
const KEPT = "input:not([type=hidden]):not([type=file]), input[name=key], select, textarea";
function said(form) {
  return [...form.querySelectorAll(KEPT)].map((one) =>
    [one.name, ["checkbox", "radio"].includes(one.type) ? [one.value, one.checked] : one.value]);
}
function put(form, fields) {
  for (const [name, value] of fields) {
    const of = [...form.querySelectorAll(KEPT)].filter((one) => one.name === name);
    if (Array.isArray(value)) {
      for (const one of of) if (one.value === value[0]) one.checked = value[1];
    } else if (of.length) of[0].value = value;
  }
}
function bring(form, key) {
  const draft = JSON.parse(localStorage.getItem(key) || "null");
  if (!draft) return;
  if (Date.now() - draft.at > DAY) return localStorage.removeItem(key);
  const blank = said(form), note = form.querySelector("[data-draft-note]");
  put(form, draft.fields);
  if (!note) return;
  note.hidden = false;
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    put(form, blank);
    note.hidden = true;
  });
}
for (const one of document.querySelectorAll("[data-draft-saved]")) {
  localStorage.removeItem(`draft:${one.dataset.draftSaved}`);
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  if (!("kept" in form.dataset)) bring(form, key);
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: said(form) }));
  });
}
const address = new URL(location.href);
if (address.searchParams.has("saved")) {
  address.searchParams.delete("saved");
  history.replaceState(null, "", address);
}
