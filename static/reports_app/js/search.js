// Search: shows matches below the box while a person types; the form itself works without this.
// The server answers ?q=…&fragment=1 with options (templates/reports_app/_search_results.html).

const WAIT_MS = 180;
const form = document.querySelector("[data-search]");
const input = form?.querySelector("input[type=search]");
const list = form?.querySelector("[data-found]");
let waiting = 0;
let asking = null;

function options() {
  return [...list.querySelectorAll("a[role=option]")];
}

function close() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = options();
  if (list.hidden || all.length === 0) return;
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  choose(all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length]);
}

function show(html) {
  list.innerHTML = html;
  options().forEach((each, place) => { each.id = `found-${place}`; });
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = `${options().length} matches`;
}

async function ask() {
  asking?.abort();
  const text = input.value.trim();
  if (text.length < 2) return close();
  asking = new AbortController();
  const url = new URL(form.action);
  url.searchParams.set("q", text);
  url.searchParams.set("fragment", "1");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) show(await answer.text());
    else close();
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function onKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && !list.hidden) {
    const chosen = list.querySelector("[aria-selected=true]");
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  }
}

if (input && list) {
  const role = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(role)) input.setAttribute(name, value);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", onKey);
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
}
