// Dialogs and what opens in place: data-opens="id" shows that dialog; details[data-light] close by Escape,
// by a click elsewhere, and when another one opens.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target instanceof HTMLDialogElement) {
    // The dialog itself is hit only on its backdrop: what it holds lies inside its padding.
    const box = event.target.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right
      && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!isInside) event.target.close();
  } else if (event.target.closest("[data-closes]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
  }
  for (const open of document.querySelectorAll("details[data-light][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest("details[data-light][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

function keepInside(details) {
  const menu = details.querySelector("summary").nextElementSibling;
  details.classList.remove("is-end");
  details.classList.toggle("is-end", menu.getBoundingClientRect().right > document.documentElement.clientWidth);
}

for (const details of document.querySelectorAll("details[data-light]")) {
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    keepInside(details);
    for (const other of document.querySelectorAll("details[data-light][open]")) {
      if (other !== details) other.open = false;
    }
  });
}
