// All of the site's script. Every page works without it, apart from partial updates; nothing here is a rule.
import htmx from "htmx.org";
import { startArrivals } from "./js/arrivals.js";
import { startDialogs } from "./js/dialogs.js";
import { startDrafts } from "./js/drafts.js";
import { startForms } from "./js/forms.js";
import { startKeys } from "./js/keys.js";
import { startPasskeys } from "./js/passkeys.js";
import { startSession } from "./js/session.js";
import { startScrollers } from "./js/scrollers.js";
import { startToasts } from "./js/toasts.js";
import { startVisits } from "./js/visits.js";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold personal data: none of them is kept in the browser's storage
// A form that comes back with errors (422) replaces itself like any other answer.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

startForms();
startArrivals();
startDrafts();
startDialogs();
startToasts();
startKeys();
startPasskeys();
startScrollers();
startSession();
startVisits();
