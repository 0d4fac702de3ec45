// Native dialogs and menus. data-open="id" opens a dialog, data-close closes its own; a form with
// data-confirm="text" asks first; an answer of htmx that lands in #dialog or #drawer opens it.

function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function confirmFirst(event) {
  const form = event.target;
  const asker = event.submitter?.dataset.confirm !== undefined ? event.submitter : form;
  if (asker.dataset.confirm === undefined || form.dataset.confirmed) return;
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-confirm-text]").textContent = asker.dataset.confirm;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.textContent = asker.dataset.confirmYes || yes.dataset.label;
  yes.className = `btn ${asker.dataset.confirmDanger !== undefined ? "btn-danger" : "btn-primary"}`;
  yes.onclick = () => {
    dialog.close();
    form.dataset.confirmed = "1";
    form.requestSubmit(event.submitter ?? undefined);
    delete form.dataset.confirmed;
  };
  open(dialog);
}

function click(event) {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.open));
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog") && event.target === document.elementFromPoint(event.clientX, event.clientY)) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
}

export function startDialogs() {
  document.addEventListener("submit", confirmFirst, true);
  document.addEventListener("click", click);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.closest?.("dialog");
    if (dialog && dialog.textContent.trim()) open(dialog);
  });
  document.addEventListener("close-dialog", () => { for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close(); });
}
