// A form with data-server-draft saves itself: to the server while there is a network, else on this device until there
// is one again. What the server has taken is not kept here. Signing out removes everything.
const PREFIX = "visit:";
const WAIT = 1500;

const keyOf = (form) => `${PREFIX}${document.body.dataset.user ?? ""}:${form.dataset.serverDraft}`;
const say = (form, text) => { const state = form.querySelector("[data-draft-state]"); if (state) state.textContent = text; };

function keep(form) {
  const values = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  localStorage.setItem(keyOf(form), JSON.stringify(values));
}

let running;

async function send(form) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    const answer = await fetch(form.dataset.serverDraft, { method: "POST", body: new FormData(form), signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { saved } = await answer.json();
    localStorage.removeItem(keyOf(form));
    say(form, `${form.dataset.draftSaved} ${saved}`);
  } catch {
    if (signal.aborted) return;
    keep(form);
    say(form, form.dataset.draftKept);
  }
}

function restore(form) {
  const text = localStorage.getItem(keyOf(form));
  if (!text || document.querySelector(".error-summary")) return;
  const values = JSON.parse(text);
  for (const field of form.elements) {
    if (!field.name || ["hidden", "submit", "file"].includes(field.type)) continue;
    const own = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
    else if (own.length) field.value = own[0];
  }
  send(form);
}

export function startVisits() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
  // The page that follows a sent form names nothing: what was kept for it is forgotten here.
  const sent = sessionStorage.getItem("visit-sent");
  if (sent && !document.querySelector("form[data-server-draft]")) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem("visit-sent");
  }
  const form = document.querySelector("form[data-server-draft]");
  if (!form) return;
  let timer;
  let sending = false;
  const later = () => {
    if (sending) return;
    clearTimeout(timer);
    keep(form);
    timer = setTimeout(() => send(form), WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort(); // a draft that arrived after the visit would come back next time
    sending = true;
    keep(form);
    sessionStorage.setItem("visit-sent", keyOf(form));
  });
  window.addEventListener("online", () => { if (localStorage.getItem(keyOf(form))) send(form); });
  restore(form);
}
