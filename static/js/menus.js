// Closes an open menu by Esc, by a click outside of it, and by following a link in it. Menus are `details` and open without this script.
(function () {
  'use strict';

  /** The menus that are open. @returns {HTMLDetailsElement[]} */
  function open() {
    return [...document.querySelectorAll('details[data-menu][open]')].map((one) => /** @type {any} */ (one));
  }

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('click', (/** @type {any} */ event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target) || event.target.closest('a')) menu.open = false;
    }
  });
})();
