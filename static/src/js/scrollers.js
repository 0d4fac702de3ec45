// A table wider than its card can be scrolled with the keyboard: it takes the focus while something is hidden.

function mark() {
  for (const box of document.querySelectorAll(".card-table, .line, .tabs")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls && !box.hasAttribute("tabindex")) {
      box.tabIndex = 0;
      box.dataset.scroller = "";
    } else if (!scrolls && "scroller" in box.dataset) {
      box.removeAttribute("tabindex");
      delete box.dataset.scroller;
    }
  }
}

export function startScrollers() {
  mark();
  window.addEventListener("resize", mark);
  document.addEventListener("htmx:afterSettle", mark);
}
