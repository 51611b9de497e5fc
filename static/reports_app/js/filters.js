// Filters: leave empty fields out of the URL, so that an address holds only what is set.

for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select")) {
      if (field.value === "" && !field.disabled) field.disabled = true;
    }
  });
  // Coming back by the history must not find them disabled.
  window.addEventListener("pageshow", () => {
    for (const field of form.querySelectorAll(":disabled")) field.disabled = false;
  });
}
