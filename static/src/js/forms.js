// Forms: no double submission, filters that submit themselves, progress of uploads, warning before leaving.

function busy(form, on) {
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
  if (on) form.dataset.sent = "1";
  else delete form.dataset.sent;
}

function guard(event) {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // In the next turn, so that the pressed button's own value is still sent.
  setTimeout(() => {
    if (!event.defaultPrevented || form.dataset.upload !== undefined) busy(form, true);
  });
}

function upload(event) {
  const form = event.target.closest("form[data-upload]");
  if (!form || event.defaultPrevented || !window.FormData) return;
  const progress = form.querySelector("progress");
  if (!progress) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const request = new XMLHttpRequest();
  progress.closest("[hidden]")?.removeAttribute("hidden");
  request.upload.onprogress = (step) => {
    if (step.lengthComputable) {
      progress.max = step.total;
      progress.value = step.loaded;
    }
  };
  request.onload = () => {
    if (request.responseURL && request.responseURL !== location.href) location.assign(request.responseURL);
    else {
      document.open();
      document.write(request.responseText);
      document.close();
    }
  };
  request.onerror = () => {
    busy(form, false);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: form.dataset.uploadError, level: "danger" } }));
  };
  request.open("POST", form.action || location.href);
  request.send(data);
}

function autoSubmit(event) {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
}

// Empty filters do not stand in the address.
function shorten(event) {
  const form = event.target;
  if (form.method !== "get") return;
  for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  setTimeout(() => { for (const field of form.elements) field.disabled = false; }, 500);
}

export function startForms() {
  document.addEventListener("submit", shorten);
  document.addEventListener("submit", guard, true);
  document.addEventListener("submit", upload);
  document.addEventListener("change", autoSubmit);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) busy(form, false);
  });
  window.addEventListener("pageshow", () => { for (const form of document.forms) busy(form, false); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  document.querySelector(".error-summary")?.focus();
}
