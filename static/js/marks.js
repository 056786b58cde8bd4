// Loads `marks/marks.js`, if a reader comes from a result of a search: it marks the words that were searched for.
(function () {
  'use strict';
  /** @type {any} */
  const here = document.currentScript;
  try {
    if (sessionStorage.getItem('marks')?.startsWith(location.pathname + '\n')) {
      const script = document.createElement('script');
      script.src = new URL('marks/marks.js', here.src).href;
      document.head.append(script);
    }
  } catch { /* without storage, as on some disks, nothing is marked */ }
})();
