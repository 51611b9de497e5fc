// Toasts: leave by their button, or after ten seconds unless a hand or the focus rests on them.

const STAY_MS = 10_000;

function dismiss(toast) {
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 300);
}

for (const toast of document.querySelectorAll("[data-toast]")) {
  let timer = setTimeout(dismiss, STAY_MS, toast);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(dismiss, STAY_MS, toast);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", release);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => dismiss(toast));
}
