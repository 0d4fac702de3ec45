// Keys: / to the search, ? for this list, g and a letter to an entry of the navigation, j and k along a list.
// Single keys disturb those who dictate or press by accident, so they can be switched off on a device.
const OFF = "keys-off";
let waiting = false;

const typing = (target) => target.matches("input, textarea, select, [contenteditable]");

function move(step) {
  const rows = [...document.querySelectorAll("a.row-link, [data-row] a")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + step))].focus();
}

function press(event) {
  if (waiting) {
    waiting = false;
    document.querySelector(`.shell-nav a[data-key="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
  } else if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (event.key === "g") {
    waiting = true;
    setTimeout(() => { waiting = false; }, 1500);
  } else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
}

export function startKeys() {
  const choice = document.getElementById("keys-on");
  if (choice) {
    choice.checked = !localStorage.getItem(OFF);
    choice.addEventListener("change", () => {
      if (choice.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }
  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (modified || typing(event.target) || localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
    press(event);
  });
}
