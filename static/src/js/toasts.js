// Short notices: the server's messages, the header HX-Trigger: {"toast": {"text": …, "level": …}}, lost connection.

function show({ text, level = "success" }) {
  const box = document.getElementById("toasts");
  const template = document.getElementById("toast");
  if (!box || !template || !text) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.classList.add(`note-${level}`);
  toast.querySelector("[data-text]").textContent = text;
  box.append(toast);
  if (level === "success" || level === "info") setTimeout(() => toast.remove(), 8000);
}

function failed(event) {
  const box = document.getElementById("toasts");
  const status = event.detail.xhr?.status ?? 0;
  // An expired session comes back to this very page, whose drafts are kept.
  if (status === 401) location.assign(`${box.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
  else show({ text: status ? box.dataset.failed : box.dataset.offline, level: "danger" });
}

export function startToasts() {
  document.addEventListener("toast", (event) => show(event.detail));
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-dismiss]")) event.target.closest(".note").remove(); });
  const offline = document.getElementById("offline");
  const mark = () => { if (offline) offline.hidden = navigator.onLine; };
  window.addEventListener("online", mark);
  window.addEventListener("offline", mark);
  mark();
}
