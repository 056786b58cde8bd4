// `/` moves the focus to the search box, unless the reader is typing.
document.addEventListener('keydown', (/** @type {any} */ event) => {
  /** @type {any} */
  const box = document.querySelector('[name=q]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input,select')) return;
  event.preventDefault();
  box.focus();
  box.select();
});
