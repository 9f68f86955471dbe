// On every page: `/` moves to the search field.
"use strict";
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return;
  const field = document.querySelector(".filters [name=q], .seek [name=q]");
  if (!field) return;
  event.preventDefault();
  field.focus();
});
