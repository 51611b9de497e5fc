// Keys: an element with data-key="g r" is clicked, or focused if it is a field, by these keys in turn.
// j and k move through the rows of [data-rows], o opens the row's name. Off when body says data-keys="off".

const PATIENCE_MS = 1200;
let typed = "";
let forget = 0;

function isTyping(event) {
  const target = event.target;
  return target.isContentEditable || target.closest("input, select, textarea, dialog[open]") !== null;
}

function use(element) {
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function rows() {
  return [...document.querySelectorAll("[data-rows] > tr:not(.day), [data-rows] > li")];
}

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement?.closest("[data-rows] > *"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  next.tabIndex = -1;
  next.focus({ focusVisible: true });
  next.scrollIntoView({ block: "nearest" });
}

function open() {
  const row = document.activeElement?.closest("[data-rows] > *");
  row?.querySelector("a.name")?.click();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event)) return;
  const moves = { j: () => move(1), k: () => move(-1), o: open };
  typed = `${typed} ${event.key}`.trim();
  clearTimeout(forget);
  forget = setTimeout(() => { typed = ""; }, PATIENCE_MS);
  const wanted = [...document.querySelectorAll("[data-key]")];
  const element = wanted.find((each) => each.dataset.key === typed);
  if (element) {
    event.preventDefault();
    typed = "";
    use(element);
  } else if (!wanted.some((each) => each.dataset.key.startsWith(`${typed} `))) {
    typed = "";
    moves[event.key]?.();
  }
}

if (document.body.dataset.keys !== "off") document.addEventListener("keydown", onKey);
