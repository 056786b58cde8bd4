// The light/dark switch. A choice equal to the system's own is not kept: the colours follow the system again.
(function () {
  'use strict';
  /** @type {HTMLElement | null} */
  const button = document.querySelector('.scheme');
  if (!button) return;
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === 'dark' : system.matches;
  }

  function show() {
    button?.setAttribute('aria-pressed', String(isDark()));
  }

  button.addEventListener('click', () => {
    const dark = !isDark();
    const isSystem = dark === system.matches;
    const name = dark ? 'dark' : 'light';
    if (isSystem) delete root.dataset.scheme;
    else root.dataset.scheme = name;
    try {
      if (isSystem) localStorage.removeItem('unres-scheme');
      else localStorage.setItem('unres-scheme', name);
    } catch {
      // The choice then holds for this page alone.
    }
    show();
  });
  system.addEventListener('change', show);
  button.hidden = false;
  show();
})();
