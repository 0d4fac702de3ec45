// Triage by three keys, marks that are saved at once, and the map of load that follows what is chosen.

const KEYS = { 1: "low", 2: "medium", 3: "high" };

function triage(event) {
  const value = KEYS[event.key];
  const form = document.querySelector("form[data-triage]");
  if (!value || !form || localStorage.getItem("keys-off") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const rows = [...form.querySelectorAll("[data-triage-row]")];
  const open = (row) => !row.querySelector("input:checked");
  const row = event.target.closest?.("[data-triage-row]") ?? rows.find(open);
  const choice = row?.querySelector(`input[value=${value}]`);
  if (!choice) return;
  event.preventDefault();
  if (!choice.checked) {
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const next = rows[rows.indexOf(row) + 1];
  (next ?? row).querySelector("input:checked, input")?.focus();
}

// A mark that did not reach the server does not stand on the screen as if it had.
function settle(event) {
  const row = event.target.closest?.("[data-saved-at-once]");
  for (const choice of row?.querySelectorAll("input[type=radio]") ?? []) {
    if (event.detail.successful) choice.defaultChecked = event.detail.requestConfig.parameters[choice.name] === choice.value;
    else choice.checked = choice.defaultChecked;
  }
}

function loads(form) {
  const chosen = {};
  for (const row of form.querySelectorAll("[data-people]")) {
    const target = row.querySelector("[data-target]").value;
    chosen[target] = (chosen[target] ?? 0) + Number(row.dataset.people);
  }
  const limit = Number(form.dataset.caseload);
  for (const item of form.querySelectorAll("[data-load]")) {
    const total = Number(item.dataset.base) + (chosen[item.dataset.load] ?? 0);
    item.querySelector("[data-load-text]").textContent = `${total} / ${limit}`;
    const bar = item.querySelector("progress");
    bar.value = total;
    bar.classList.toggle("bar-high", total > limit);
  }
}

export function startArrivals() {
  document.addEventListener("keydown", triage);
  document.addEventListener("htmx:afterRequest", settle);
  const form = document.querySelector("form[data-assign]");
  if (!form) return;
  form.addEventListener("change", () => loads(form));
  loads(form);
}
