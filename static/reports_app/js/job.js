// Long work: asks data-poll for the same markup until it no longer has one; slower while the tab is hidden.
// Says the progress aloud every ten percent, not at every step.

const SHOWN_MS = 1500;
const HIDDEN_MS = 15_000;
const FAILED_MS = 6000;
const WATCHED = "[data-job][data-poll]";
let lastSaid = "";

function wait(job, ms) {
  setTimeout(look, ms ?? (document.hidden ? HIDDEN_MS : SHOWN_MS), job);
}

function tenth(job) {
  const progress = job.querySelector("progress[value]");
  return progress ? Math.floor((progress.value / progress.max) * 10) : 0;
}

function say(job) {
  const key = `${job.dataset.job} ${tenth(job)}`;
  const live = document.querySelector("[data-live]");
  if (key === lastSaid || !live) return;
  lastSaid = key;
  live.textContent = job.dataset.say;
}

async function look(job) {
  if (!job.isConnected) return;
  let html = "";
  try {
    const answer = await fetch(job.dataset.poll, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return wait(job, FAILED_MS);
    html = await answer.text();
  } catch {
    return wait(job, FAILED_MS);
  }
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("[data-job]");
  if (!next) return wait(job, FAILED_MS);
  const hadFocus = job.contains(document.activeElement);
  job.replaceWith(next);
  if (hadFocus) next.querySelector("a, button")?.focus();
  say(next);
  if (next.matches(WATCHED)) wait(next);
}

for (const job of document.querySelectorAll(WATCHED)) wait(job);
