// Opens a resolution in two languages, if the address (`?with=fr`) or a reader asks for it. The rest is in `parallel/parallel.js`.
(function () {
  'use strict';
  /** @type {any[]} */
  const links = [...document.querySelectorAll('a[data-beside]')];
  if (!links.length) return;
  /** @type {any} */
  const here = document.currentScript;
  const address = new URL('parallel/parallel.js', here.src).href;

  /** Shows what the address asks for. The script is loaded when it is needed first. */
  function follow() {
    const code = new URLSearchParams(location.search).get('with');
    const link = links.find((one) => one.getAttribute('href') === '?with=' + code);
    /** @type {any} */
    const all = globalThis;
    if (all.unresParallel) {
      all.unresParallel.open(link);
    } else if (link) {
      const script = document.createElement('script');
      script.src = address;
      script.onload = follow;
      document.head.append(script);
    }
  }

  document.addEventListener('click', (/** @type {any} */ event) => {
    const link = event.target.closest('a[data-beside]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isOpen = link.getAttribute('aria-current');
    history.pushState(null, '', isOpen ? location.pathname : link.getAttribute('href'));
    follow();
  });
  addEventListener('popstate', follow);
  follow();
})();
