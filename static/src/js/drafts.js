// Text typed but not yet sent is kept in this tab (form data-draft="key"), so that an expired session or a lost
// connection loses nothing. sessionStorage ends with the tab; signing out empties it. Passwords and files never.
const PREFIX = "draft:";

const keyOf = (form) => `${PREFIX}${document.body.dataset.user ?? ""}:${form.dataset.draft || location.pathname}`;
const kept = (field) => field.name && !["password", "file", "hidden", "submit"].includes(field.type);

function save(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else (values[field.name] ??= []).push(field.value);
  }
  sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  const note = form.querySelector("[data-draft-note]");
  if (note) note.textContent = note.dataset.draftNote;
}

function restore(form) {
  const text = sessionStorage.getItem(keyOf(form));
  if (!text || form.querySelector(".error-summary")) return;
  const values = JSON.parse(text);
  const seen = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    const list = values[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else {
      const place = seen[field.name] ?? 0;
      seen[field.name] = place + 1;
      if (list[place] !== undefined) field.value = list[place];
    }
  }
  const note = form.querySelector("[data-draft-note]");
  if (note) note.textContent = note.dataset.draftRestored || note.dataset.draftNote;
}

function forget(prefix) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

export function startDrafts() {
  let timer;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => save(form), 400);
  });
  // The page after a successful form says which draft is done.
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(`${PREFIX}${document.body.dataset.user ?? ""}:${done.dataset.draftDone}`);
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-sign-out]")) forget(PREFIX); });
  const all = (root) => { for (const form of root.querySelectorAll("form[data-draft]")) restore(form); };
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.target.parentNode ?? document));
}
