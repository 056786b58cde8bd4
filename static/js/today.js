// A citation's day of access: known only where the page is read.
(function () {
  'use strict';
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
  document.querySelectorAll('[data-today]').forEach((place) => {
    place.textContent = day;
  });
})();
