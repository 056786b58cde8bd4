// Applies the colours that a reader chose on an earlier page. It runs before the page is painted, so that none flash.
(function () {
  'use strict';
  try {
    const kept = localStorage.getItem('unres-scheme');
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset.scheme = kept;
  } catch {
    // A browser may refuse to keep anything; then the colours follow the system.
  }
})();
