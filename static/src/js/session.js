// The session ends by itself on the server. Two minutes before, a quiet line asks; afterwards the page gives way to the
// sign-in page, which comes back here, where what was typed stands again (drafts.js).
const WARNING = 120;

export function startSession() {
  const line = document.getElementById("session-end");
  if (!line) return;
  const { state, login } = line.dataset;
  const token = document.querySelector("meta[name=csrf-token]");
  let timer;

  const after = (seconds, step) => {
    clearTimeout(timer);
    timer = setTimeout(step, Math.max(1, seconds) * 1000);
  };

  function take(left) {
    if (left <= 0) {
      location.assign(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    const warning = Math.min(WARNING, Number(line.dataset.whole) / 2);
    line.hidden = left > warning;
    after(left > warning ? left - warning : left, ask);
  }

  // Other tabs may have shown a sign of life, so the server is asked and not the clock of this page.
  async function look(method = "GET") {
    try {
      const answer = await fetch(state, { method, headers: { "X-CSRFToken": token?.content ?? "" } });
      if (answer.ok) take((await answer.json()).left);
      else take(0);
    } catch {
      after(10, ask); // no connection: nothing is known, nothing is lost
    }
  }

  const ask = () => look();
  line.querySelector("button").addEventListener("click", () => look("POST"));
  after(Number(line.dataset.left) - Math.min(WARNING, Number(line.dataset.whole) / 2), ask);
  // A device that slept has missed its timers.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
}
