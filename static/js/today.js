// Fills in the day on which a page is read, as the day of access in citations; and its address, for the foot of printed pages.
(function () {
  'use strict';
  // matches: 58.html#op1
  // rejects: 58.html
  const AFTER_PATH = /[?#].*/;
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
  document.querySelectorAll('[data-today]').forEach((place) => {
    place.textContent = day;
  });
  document.querySelectorAll('[data-address]').forEach((place) => {
    place.textContent = place.textContent || location.href.replace(AFTER_PATH, '');
  });
})();
