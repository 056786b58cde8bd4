// Opens the search page from the disk. There Firefox sends no form: for `form-action 'self'` a file is not the page's own.
(function () {
  'use strict';
  if (location.protocol !== 'file:') return;
  document.addEventListener('submit', (/** @type {any} */ event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches('.search')) return;
    event.preventDefault();
    const box = form.elements.q;
    location.href = form.action + '?' + new URLSearchParams([[box.name, box.value]]);
  });
})();
